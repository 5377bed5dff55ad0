using Aether.Storage.Quotas;

namespace Aether.Storage.Engines.Sqlite.Quotas;

/// <summary>The rows of shared quotas.</summary>
internal static class QuotaRows
{
    public const string Columns = "owner, name, quota_bytes, quota_msgs, used_bytes, used_msgs";

    /// <summary>What the accounts of a domain, or of a tenant's domains, use by their own counters. Removed accounts count no more.</summary>
    public const string DomainSum = "SELECT coalesce(sum(used_bytes), 0), coalesce(sum(msgs), 0) FROM account WHERE state <> 2 AND domain = ?";

    public const string TenantSum = "SELECT coalesce(sum(used_bytes), 0), coalesce(sum(msgs), 0) FROM account WHERE state <> 2 AND domain IN (SELECT name FROM domain WHERE tenant = ?)";

    public static QuotaUsage Read(SqliteStatement row) =>
        new((QuotaOwner)row.Int(0), row.Text(1), new QuotaLimit(row.Long(2), row.Long(3)), row.Long(4), row.Long(5));

    /// <summary>Sets what a shared quota counts to the sum of its accounts, if there is such a quota.</summary>
    public static void Sum(SqliteWrite db, QuotaOwner owner, string name)
    {
        var (bytes, messages) = SumOf(db, owner, name);
        db.Prepare("UPDATE quota SET used_bytes = ?, used_msgs = ? WHERE owner = ? AND name = ?").Bind(bytes).Bind(messages).Bind((long)owner).Bind(name).Run();
    }

    public static (long Bytes, long Messages) SumOf(SqliteWrite db, QuotaOwner owner, string name)
    {
        using var sum = db.Prepare(owner is QuotaOwner.Domain ? DomainSum : TenantSum).Bind(name);
        return sum.Step() ? (sum.Long(0), sum.Long(1)) : default;
    }
}
