using Aether.Protocol.Imap;
using Aether.Storage.Sharing;

namespace Aether.Storage.Engines.Sqlite.Sharing;

/// <summary>The queries on rights on SQLite.</summary>
internal sealed class SqliteAclReads(SqliteReaders readers) : IAclReads
{
    /// <summary>Of one domain, or of domains of one tenant.</summary>
    private const string Near = "(o.domain = r.domain OR (SELECT tenant FROM domain WHERE name = o.domain) = (SELECT tenant FROM domain WHERE name = r.domain))";

    public ValueTask<IReadOnlyList<AclEntry>> EntriesAsync(AccountId account, MailboxId mailbox, CancellationToken ct) => readers.ReadAsync((account, mailbox), static (db, key) =>
    {
        var all = new List<AclEntry>();
        using var list = db.Prepare("""
            SELECT a.grantee_id, coalesce(g.name, ''), a.rights, a.denied FROM acl a LEFT JOIN account g ON g.id = a.grantee_id
            WHERE a.account_id = ? AND a.mailbox_id = ? AND (a.grantee_id = 0 OR g.state <> 2) ORDER BY 2
            """).Bind(key.account.Value).Bind(key.mailbox.Value);
        while (list.Step())
            all.Add(new AclEntry(list.Long(0) is 0 ? null : new AccountId(list.Long(0)), list.Text(1), (AclRights)list.Int(2), (AclRights)list.Int(3)));
        return (IReadOnlyList<AclEntry>)all;
    }, ct);

    public ValueTask<IReadOnlyList<Grant>> GrantsAsync(AccountId reader, MailboxId? mailbox, int most, CancellationToken ct) => readers.ReadAsync((reader, mailbox, most), static (db, key) =>
    {
        var all = new Dictionary<MailboxId, (Grant Grant, AclRights Denied)>();
        using var list = db.Prepare($"""
            SELECT a.account_id, o.name, a.mailbox_id, a.rights, a.denied FROM acl a JOIN account o ON o.id = a.account_id JOIN account r ON r.id = ?1
            WHERE a.grantee_id IN (0, ?1) AND a.account_id <> ?1 AND o.state <> 2 AND (?2 IS NULL OR a.mailbox_id = ?2) AND (a.grantee_id <> 0 OR {Near})
            ORDER BY o.name, a.mailbox_id
            """).Bind(key.reader.Value);
        if (key.mailbox is { } one)
            list.Bind(one.Value);
        else
            list.Bind((string?)null);
        while (list.Step())
        {
            var id = new MailboxId(list.Long(2));
            if (!all.TryGetValue(id, out var found) && all.Count >= key.most)
                break;
            var rights = found.Grant.Rights | (AclRights)list.Int(3);
            all[id] = (new Grant(new AccountId(list.Long(0)), list.Text(1), id, rights), found.Denied | (AclRights)list.Int(4));
        }
        return (IReadOnlyList<Grant>)[.. all.Values.Select(static found => found.Grant with { Rights = found.Grant.Rights & ~found.Denied })];
    }, ct);

    public ValueTask<bool> AreNearAsync(AccountId one, AccountId other, CancellationToken ct) => readers.ReadAsync((one, other), static (db, key) =>
    {
        using var find = db.Prepare($"SELECT 1 FROM account o, account r WHERE o.id = ? AND r.id = ? AND {Near}").Bind(key.one.Value).Bind(key.other.Value);
        return find.Step();
    }, ct);

    public ValueTask<SeenSet> SeenAsync(AccountId account, MailboxId mailbox, AccountId reader, CancellationToken ct) => readers.ReadAsync((account, mailbox, reader), static (db, key) =>
    {
        var blocks = new Dictionary<uint, byte[]>();
        using var list = db.Prepare("SELECT block, bits FROM seen WHERE account_id = ? AND mailbox_id = ? AND reader_id = ?").Bind(key.account.Value).Bind(key.mailbox.Value).Bind(key.reader.Value);
        while (list.Step())
            blocks.Add((uint)list.Long(0), list.Bytes(1));
        return new SeenSet(blocks);
    }, ct);
}
