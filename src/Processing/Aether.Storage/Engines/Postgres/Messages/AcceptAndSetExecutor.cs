using Aether.Storage.Acceptance;
using Aether.Storage.Committing;
using Aether.Storage.Engines.Postgres.Accounts;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Messages;

/// <summary>Queues a message of our own and sets what it tells of.</summary>
internal sealed class AcceptAndSetExecutor : PostgresExecutorOf<AcceptResult>
{
    public override Type Operation => typeof(AcceptAndSet);

    public override void Add(PostgresBatch batch, Operation<AcceptResult> operation)
    {
        var op = (AcceptAndSet)operation;
        SetDomainSettingExecutor.Add(batch, op.Setting);
        AcceptanceCall.Add(batch, op.Accept.Message, op.Accept.Plan, op.Accept.Now, must: false);
    }

    public override async Task<AcceptResult> ReadAsync(PostgresAnswer answer, Operation<AcceptResult> operation)
    {
        await answer.NextAsync(CancellationToken.None);
        await answer.RowAsync();
        return AcceptanceCall.Read(answer, ((AcceptAndSet)operation).Accept.Plan);
    }
}
