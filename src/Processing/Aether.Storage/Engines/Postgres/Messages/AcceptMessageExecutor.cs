using Aether.Storage.Acceptance;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Messages;

/// <summary>Delivers and queues one accepted message.</summary>
internal sealed class AcceptMessageExecutor : PostgresExecutor<AcceptMessage, AcceptResult>
{
    protected override void Add(PostgresBatch batch, AcceptMessage op) => AcceptanceCall.Add(batch, op.Message, op.Plan, op.Now, must: false);

    protected override AcceptResult Read(PostgresAnswer answer, AcceptMessage op) => AcceptanceCall.Read(answer, op.Plan);
}
