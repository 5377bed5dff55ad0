using Aether.Storage.TlsPolicies;

namespace Aether.Storage.Engines.Sqlite.TlsPolicies;

/// <summary>Keeps a policy of another domain.</summary>
internal sealed class SetTlsPolicyExecutor : SqliteExecutor<SetTlsPolicy, bool>
{
    protected override bool Execute(SqliteWrite db, SetTlsPolicy op)
    {
        var policy = op.Policy;
        db.Prepare("INSERT OR REPLACE INTO tls_policy (domain, id, policy, fetched, until) VALUES (?, ?, ?, ?, ?)")
            .Bind(policy.Domain).Bind(policy.Id).Bind(policy.Text).Bind(policy.Fetched.ToUnixTimeMilliseconds()).Bind(policy.Until.ToUnixTimeMilliseconds()).Run();
        return true;
    }
}

/// <summary>Forgets policies whose time is over.</summary>
internal sealed class ForgetTlsPoliciesExecutor : SqliteExecutor<ForgetTlsPolicies, int>
{
    protected override int Execute(SqliteWrite db, ForgetTlsPolicies op)
    {
        db.Prepare("DELETE FROM tls_policy WHERE domain IN (SELECT domain FROM tls_policy WHERE until <= ? LIMIT ?)").Bind(op.Now.ToUnixTimeMilliseconds()).Bind(op.Most).Run();
        return db.Changes;
    }
}
