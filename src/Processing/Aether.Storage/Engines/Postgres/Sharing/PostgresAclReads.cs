using Aether.Protocol.Imap;
using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Sharing;

namespace Aether.Storage.Engines.Postgres.Sharing;

/// <summary>The queries on rights on PostgreSQL.</summary>
internal sealed class PostgresAclReads(PostgresReaders readers) : IAclReads
{
    /// <summary>Of one domain, or of domains of one tenant.</summary>
    private const string Near = "(o.domain = r.domain OR (SELECT tenant FROM domain WHERE name = o.domain) = (SELECT tenant FROM domain WHERE name = r.domain))";

    public ValueTask<IReadOnlyList<AclEntry>> EntriesAsync(AccountId account, MailboxId mailbox, CancellationToken ct) => readers.ListAsync(
        """
        SELECT a.grantee_id, coalesce(g.name, ''), a.rights, a.denied FROM acl a LEFT JOIN account g ON g.id = a.grantee_id
        WHERE a.account_id = $1 AND a.mailbox_id = $2 AND (a.grantee_id = 0 OR g.state <> 2) ORDER BY 2
        """,
        add => add.Add(account.Value).Add(mailbox.Value),
        row => new AclEntry(row.Long(0) is 0 ? null : new AccountId(row.Long(0)), row.Text(1), (AclRights)row.Int(2), (AclRights)row.Int(3)),
        ct);

    public ValueTask<IReadOnlyList<Grant>> GrantsAsync(AccountId reader, MailboxId? mailbox, int most, CancellationToken ct) => readers.ListAsync(
        $"""
        SELECT a.account_id, o.name, a.mailbox_id, bit_or(a.rights) & ~bit_or(a.denied) FROM acl a JOIN account o ON o.id = a.account_id JOIN account r ON r.id = $1
        WHERE a.grantee_id IN (0, $1) AND a.account_id <> $1 AND o.state <> 2 AND ($2::bigint IS NULL OR a.mailbox_id = $2) AND (a.grantee_id <> 0 OR {Near})
        GROUP BY 1, 2, 3 ORDER BY o.name, a.mailbox_id LIMIT $3
        """,
        add => add.Add(reader.Value).Add(mailbox?.Value).Add(most),
        row => new Grant(new AccountId(row.Long(0)), row.Text(1), new MailboxId(row.Long(2)), (AclRights)row.Int(3)),
        ct);

    public async ValueTask<bool> AreNearAsync(AccountId one, AccountId other, CancellationToken ct) => await readers.FindAsync<bool?>(
        $"SELECT true FROM account o, account r WHERE o.id = $1 AND r.id = $2 AND {Near}", add => add.Add(one.Value).Add(other.Value), row => row.Bool(0), ct) is true;

    public async ValueTask<SeenSet> SeenAsync(AccountId account, MailboxId mailbox, AccountId reader, CancellationToken ct) => new((await readers.ListAsync(
        "SELECT block, bits FROM seen WHERE account_id = $1 AND mailbox_id = $2 AND reader_id = $3",
        add => add.Add(account.Value).Add(mailbox.Value).Add(reader.Value),
        row => ((uint)row.Long(0), row.Bytes(1)),
        ct)).ToDictionary());
}
