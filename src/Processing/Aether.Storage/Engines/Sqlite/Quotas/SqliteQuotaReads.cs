using Aether.Storage.Quotas;

namespace Aether.Storage.Engines.Sqlite.Quotas;

/// <summary>The queries on quotas on SQLite.</summary>
internal sealed class SqliteQuotaReads(SqliteReaders readers, StoreOptions options) : IQuotaReads
{
    public ValueTask<IReadOnlyList<QuotaUsage>> OfAccountAsync(AccountId account, CancellationToken ct) => readers.ReadAsync((account, options), static (db, ask) =>
    {
        var all = new List<QuotaUsage>(1);
        string domain;
        using (var find = db.Prepare("SELECT name, quota_bytes, quota_msgs, used_bytes, msgs, domain, quota_mailboxes, (SELECT count(*) FROM mailbox m WHERE m.account_id = account.id) FROM account WHERE id = ? AND state <> 2").Bind(ask.account.Value))
        {
            if (!find.Step())
                return (IReadOnlyList<QuotaUsage>)all;
            all.Add(new QuotaUsage(QuotaOwner.Account, find.Text(0), ask.options.QuotaOf(find.Long(1), find.Long(2), find.Long(6)), find.Long(3), find.Long(4)) { UsedMailboxes = find.Long(7) });
            domain = find.Text(5);
        }
        using var shared = db.Prepare($"SELECT {QuotaRows.Columns} FROM quota WHERE (owner = 1 AND name = ?1) OR (owner = 2 AND name = (SELECT tenant FROM domain WHERE name = ?1)) ORDER BY owner").Bind(domain);
        while (shared.Step())
            all.Add(QuotaRows.Read(shared));
        return all;
    }, ct);

    public ValueTask<QuotaUsage?> FindAsync(QuotaOwner owner, string name, CancellationToken ct) =>
        readers.ReadAsync((owner, name), static (db, ask) => Find(db, ask.owner, ask.name), ct);

    public ValueTask<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken ct) => readers.ReadSnapshotAsync(0, static (db, _) =>
    {
        var names = new List<string>();
        using (var list = db.Prepare("SELECT name FROM tenant ORDER BY name"))
        {
            while (list.Step())
                names.Add(list.Text(0));
        }
        return (IReadOnlyList<Tenant>)names.ConvertAll(name => new Tenant(name, DomainsOf(db, name), Find(db, QuotaOwner.Tenant, name)));
    }, ct);

    public ValueTask<string?> TenantOfAsync(string domain, CancellationToken ct) => readers.ReadAsync(domain, static (db, domain) =>
    {
        using var find = db.Prepare("SELECT tenant FROM domain WHERE name = ?").Bind(domain);
        return find.Step() ? find.TextOrNull(0) : null;
    }, ct);

    public ValueTask<AccountCount?> CountAsync(AccountId account, CancellationToken ct) => readers.ReadSnapshotAsync(account, Count, ct);

    private static QuotaUsage? Find(SqliteConnection db, QuotaOwner owner, string name)
    {
        using var find = db.Prepare($"SELECT {QuotaRows.Columns} FROM quota WHERE owner = ? AND name = ?").Bind((long)owner).Bind(name);
        return find.Step() ? QuotaRows.Read(find) : null;
    }

    private static List<string> DomainsOf(SqliteConnection db, string tenant)
    {
        var domains = new List<string>();
        using var list = db.Prepare("SELECT name FROM domain WHERE tenant = ? ORDER BY name").Bind(tenant);
        while (list.Step())
            domains.Add(list.Text(0));
        return domains;
    }

    private static AccountCount? Count(SqliteConnection db, AccountId account)
    {
        string name;
        ModSeq modSeq;
        (long Bytes, long Messages) said;
        using (var find = db.Prepare("SELECT name, modseq, used_bytes, msgs FROM account WHERE id = ? AND state <> 2").Bind(account.Value))
        {
            if (!find.Step())
                return null;
            name = find.Text(0);
            modSeq = new ModSeq(find.Long(1));
            said = (find.Long(2), find.Long(3));
        }

        var wrong = new List<CounterRepair>();
        var mailboxes = new List<AccountCount.MailboxCount>();
        foreach (var (mailbox, path, counted) in Mailboxes(db, account))
        {
            var actual = Count(db, account, mailbox);
            mailboxes.Add(actual);
            Compare($"account {name} mailbox {path} messages", counted.Messages, actual.Messages);
            Compare($"account {name} mailbox {path} unseen", counted.Unseen, actual.Unseen);
            Compare($"account {name} mailbox {path} bytes", counted.Bytes, actual.Bytes);
        }
        long bytes = mailboxes.Sum(static mailbox => mailbox.Bytes);
        long messages = mailboxes.Sum(static mailbox => mailbox.Messages);
        Compare($"account {name} bytes", said.Bytes, bytes);
        Compare($"account {name} messages", said.Messages, messages);
        return new AccountCount(account, modSeq, bytes, messages, mailboxes, wrong);

        void Compare(string counter, long was, long actual)
        {
            if (was != actual)
                wrong.Add(new CounterRepair(counter, was, actual));
        }
    }

    private static List<(MailboxId Mailbox, string Name, AccountCount.MailboxCount Counted)> Mailboxes(SqliteConnection db, AccountId account)
    {
        var all = new List<(MailboxId, string, AccountCount.MailboxCount)>();
        using var list = db.Prepare("SELECT id, name, msgs, unseen, bytes FROM mailbox WHERE account_id = ?").Bind(account.Value);
        while (list.Step())
            all.Add((new MailboxId(list.Long(0)), list.Text(1), new AccountCount.MailboxCount(new MailboxId(list.Long(0)), list.Long(2), list.Long(3), list.Long(4))));
        return all;
    }

    private static AccountCount.MailboxCount Count(SqliteConnection db, AccountId account, MailboxId mailbox)
    {
        using var count = db.Prepare("SELECT count(*), coalesce(sum((flags & 1) = 0), 0), coalesce(sum(size), 0) FROM message WHERE account_id = ? AND mailbox_id = ?").Bind(account.Value).Bind(mailbox.Value);
        count.Step();
        return new AccountCount.MailboxCount(mailbox, count.Long(0), count.Long(1), count.Long(2));
    }
}
