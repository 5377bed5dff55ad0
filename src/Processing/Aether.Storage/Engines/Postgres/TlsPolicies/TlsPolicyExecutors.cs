using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.TlsPolicies;

namespace Aether.Storage.Engines.Postgres.TlsPolicies;

/// <summary>Keeps a policy of another domain.</summary>
internal sealed class SetTlsPolicyExecutor : PostgresExecutor<SetTlsPolicy, bool>
{
    protected override void Add(PostgresBatch batch, SetTlsPolicy op) => batch.Call("set_tls_policy", 5)
        .Add(op.Policy.Domain).Add(op.Policy.Id).Add(op.Policy.Text.Replace("\0", "", StringComparison.Ordinal)).Add(op.Policy.Fetched).Add(op.Policy.Until);

    protected override bool Read(PostgresAnswer answer, SetTlsPolicy op) => answer.Bool(0);
}

/// <summary>Forgets policies whose time is over.</summary>
internal sealed class ForgetTlsPoliciesExecutor : PostgresExecutor<ForgetTlsPolicies, int>
{
    protected override void Add(PostgresBatch batch, ForgetTlsPolicies op) => batch.Call("forget_tls_policies", 2).Add(op.Now).Add(op.Most);

    protected override int Read(PostgresAnswer answer, ForgetTlsPolicies op) => answer.Int(0);
}
