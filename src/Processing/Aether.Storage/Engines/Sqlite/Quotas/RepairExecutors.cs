using Aether.Storage.Quotas;

namespace Aether.Storage.Engines.Sqlite.Quotas;

/// <summary>Writes counted counters, if nothing changed since the count.</summary>
internal sealed class RepairCountersExecutor : SqliteExecutor<RepairCounters, bool>
{
    protected override bool Execute(SqliteWrite db, RepairCounters op)
    {
        var counted = op.Counted;
        db.Prepare("UPDATE account SET used_bytes = ?, msgs = ? WHERE id = ? AND modseq = ?").Bind(counted.Bytes).Bind(counted.Messages).Bind(counted.Account.Value).Bind(counted.ModSeq.Value).Run();
        if (db.Changes is 0)
            return false;
        foreach (var mailbox in counted.Mailboxes)
        {
            db.Prepare("UPDATE mailbox SET msgs = ?, unseen = ?, bytes = ? WHERE account_id = ? AND id = ?")
                .Bind(mailbox.Messages).Bind(mailbox.Unseen).Bind(mailbox.Bytes).Bind(counted.Account.Value).Bind(mailbox.Mailbox.Value).Run();
        }
        return true;
    }
}

/// <summary>Sums up the shared quotas by their accounts' counters.</summary>
internal sealed class RepairSharedExecutor : SqliteExecutor<RepairShared, IReadOnlyList<CounterRepair>>
{
    protected override IReadOnlyList<CounterRepair> Execute(SqliteWrite db, RepairShared op)
    {
        var all = new List<QuotaUsage>();
        using (var list = db.Prepare($"SELECT {QuotaRows.Columns} FROM quota"))
        {
            while (list.Step())
                all.Add(QuotaRows.Read(list));
        }
        var repairs = new List<CounterRepair>();
        foreach (var quota in all)
        {
            var (bytes, messages) = QuotaRows.SumOf(db, quota.Owner, quota.Name);
            string what = $"{quota.Owner.ToString().ToLowerInvariant()} {quota.Name}";
            if (bytes != quota.UsedBytes)
                repairs.Add(new CounterRepair($"{what} bytes", quota.UsedBytes, bytes));
            if (messages != quota.UsedMessages)
                repairs.Add(new CounterRepair($"{what} messages", quota.UsedMessages, messages));
            QuotaRows.Sum(db, quota.Owner, quota.Name);
        }
        return repairs;
    }
}
