using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Quotas;

namespace Aether.Storage.Engines.Postgres.Quotas;

/// <summary>The queries on quotas on PostgreSQL.</summary>
internal sealed class PostgresQuotaReads(PostgresReaders readers, StoreOptions options) : IQuotaReads
{
    private const string Columns = "owner, name, quota_bytes, quota_msgs, used_bytes, used_msgs";

    /// <summary>The account's own, its domain's, its tenant's: one statement, as each delivery asks it.</summary>
    private const string OfAccount = """
        SELECT 0 AS owner, name, quota_bytes, quota_msgs, used_bytes, msgs, quota_mailboxes, (SELECT count(*) FROM mailbox m WHERE m.account_id = $1) FROM account WHERE id = $1 AND state <> 2
        UNION ALL
        SELECT 1, q.name, q.quota_bytes, q.quota_msgs, q.used_bytes, q.used_msgs, 0, 0
        FROM account a JOIN quota q ON q.owner = 1 AND q.name = a.domain WHERE a.id = $1 AND a.state <> 2
        UNION ALL
        SELECT 2, q.name, q.quota_bytes, q.quota_msgs, q.used_bytes, q.used_msgs, 0, 0
        FROM account a JOIN domain d ON d.name = a.domain JOIN quota q ON q.owner = 2 AND q.name = d.tenant WHERE a.id = $1 AND a.state <> 2
        ORDER BY owner
        """;

    /// <summary>Each mailbox with its counters and what its messages say they should be.</summary>
    private const string Counted = """
        SELECT b.id, b.name, b.msgs, b.unseen, b.bytes, c.msgs, c.unseen, c.bytes
        FROM mailbox b CROSS JOIN LATERAL (
            SELECT count(*) AS msgs, count(*) FILTER (WHERE m.flags & 1 = 0) AS unseen, coalesce(sum(m.size), 0)::bigint AS bytes
            FROM message m WHERE m.account_id = b.account_id AND m.mailbox_id = b.id) c
        WHERE b.account_id = $1 ORDER BY b.id
        """;

    public async ValueTask<IReadOnlyList<QuotaUsage>> OfAccountAsync(AccountId account, CancellationToken ct) =>
        await readers.ListAsync(OfAccount, add => add.Add(account.Value), row => Read(row) is { Owner: QuotaOwner.Account } own ? own with { Limit = options.QuotaOf(own.Limit.Bytes, own.Limit.Messages, row.Long(6)), UsedMailboxes = row.Long(7) } : Read(row), ct);

    public ValueTask<QuotaUsage?> FindAsync(QuotaOwner owner, string name, CancellationToken ct) =>
        readers.FindAsync($"SELECT {Columns} FROM quota WHERE owner = $1 AND name = $2", add => add.Add((int)owner).Add(name), Read, ct);

    public ValueTask<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken ct) => readers.SnapshotAsync(
        async db =>
        {
            var names = await db.ListAsync("SELECT name FROM tenant ORDER BY name", _ => { }, row => row.Text(0));
            var domains = (await db.ListAsync("SELECT tenant, name FROM domain WHERE tenant IS NOT NULL ORDER BY name", _ => { }, row => (Tenant: row.Text(0), Name: row.Text(1))))
                .ToLookup(domain => domain.Tenant, domain => domain.Name);
            var quotas = (await db.ListAsync($"SELECT {Columns} FROM quota WHERE owner = 2", _ => { }, Read)).ToDictionary(quota => quota.Name);
            return (IReadOnlyList<Tenant>)[.. names.Select(name => new Tenant(name, [.. domains[name]], quotas.GetValueOrDefault(name)))];
        },
        ct);

    public ValueTask<string?> TenantOfAsync(string domain, CancellationToken ct) =>
        readers.FindAsync("SELECT tenant FROM domain WHERE name = $1", add => add.Add(domain), row => row.TextOrNull(0), ct);

    public ValueTask<AccountCount?> CountAsync(AccountId account, CancellationToken ct) => readers.SnapshotAsync(db => CountAsync(db, account), ct);

    private static async Task<AccountCount?> CountAsync(PostgresSnapshot db, AccountId account)
    {
        var said = await db.FindAsync<(string Name, ModSeq ModSeq, long Bytes, long Messages)?>(
            "SELECT name, modseq, used_bytes, msgs FROM account WHERE id = $1 AND state <> 2",
            add => add.Add(account.Value),
            row => (row.Text(0), new ModSeq(row.Long(1)), row.Long(2), row.Long(3)));
        if (said is not var (name, modSeq, saidBytes, saidMessages))
            return null;

        var wrong = new List<CounterRepair>();
        var rows = await db.ListAsync(
            Counted,
            add => add.Add(account.Value),
            row => (Path: row.Text(1), Said: ReadCount(row, 2), Actual: ReadCount(row, 5)));
        foreach (var (path, counted, actual) in rows)
        {
            Compare($"account {name} mailbox {path} messages", counted.Messages, actual.Messages);
            Compare($"account {name} mailbox {path} unseen", counted.Unseen, actual.Unseen);
            Compare($"account {name} mailbox {path} bytes", counted.Bytes, actual.Bytes);
        }
        long bytes = rows.Sum(row => row.Actual.Bytes);
        long messages = rows.Sum(row => row.Actual.Messages);
        Compare($"account {name} bytes", saidBytes, bytes);
        Compare($"account {name} messages", saidMessages, messages);
        return new AccountCount(account, modSeq, bytes, messages, [.. rows.Select(row => row.Actual)], wrong);

        void Compare(string counter, long was, long actual)
        {
            if (was != actual)
                wrong.Add(new CounterRepair(counter, was, actual));
        }
    }

    private static AccountCount.MailboxCount ReadCount(PostgresRows row, int at) => new(new MailboxId(row.Long(0)), row.Long(at), row.Long(at + 1), row.Long(at + 2));

    private static QuotaUsage Read(PostgresRows row) =>
        new((QuotaOwner)row.Int(0), row.Text(1), new QuotaLimit(row.Long(2), row.Long(3)), row.Long(4), row.Long(5));
}
