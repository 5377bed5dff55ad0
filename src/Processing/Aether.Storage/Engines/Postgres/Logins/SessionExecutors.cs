using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Logins;

namespace Aether.Storage.Engines.Postgres.Logins;

/// <summary>Writes a node's sessions down, forgets those of nodes that are gone, and says which are to end.</summary>
internal sealed class ReportSessionsExecutor : PostgresExecutor<ReportSessions, IReadOnlyList<string>>
{
    protected override void Add(PostgresBatch batch, ReportSessions op) => batch.Call("report_sessions", 11)
        .Add(op.Node).Add(op.Now).Add(op.Gone).Add(op.Closed.ToArray())
        .Add(op.Open.Select(row => row.Id).ToArray())
        .Add(op.Open.Select(row => row.Account.Value).ToArray())
        .Add(op.Open.Select(row => row.Protocol).ToArray())
        .Add(op.Open.Select(row => row.Client).ToArray())
        .Add(op.Open.Select(row => row.Peer).ToArray())
        .Add(op.Open.Select(row => row.Since.ToUnixTimeMilliseconds()).ToArray())
        .Add(op.Open.Select(row => row.Seen.ToUnixTimeMilliseconds()).ToArray());

    protected override IReadOnlyList<string> Read(PostgresAnswer answer, ReportSessions op) => answer.List<string>(0);
}

/// <summary>Marks a session; its node ends it.</summary>
internal sealed class EndSessionExecutor : PostgresExecutor<EndSession, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, EndSession op) => batch.Call("end_session", 1).Add(op.Id);

    protected override DirectoryResult Read(PostgresAnswer answer, EndSession op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Begins a new epoch of an account's logins.</summary>
internal sealed class EndLoginsExecutor : PostgresExecutor<EndLogins, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, EndLogins op) => batch.Call("end_logins", 1).Add(op.Address);

    protected override DirectoryResult Read(PostgresAnswer answer, EndLogins op) => answer.Named<DirectoryResult>(0);
}
