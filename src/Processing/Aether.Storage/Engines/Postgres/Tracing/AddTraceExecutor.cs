using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Tracing;

namespace Aether.Storage.Engines.Postgres.Tracing;

/// <summary>Writes steps of messages down.</summary>
internal sealed class AddTraceExecutor : PostgresExecutor<AddTrace, int>
{
    protected override void Add(PostgresBatch batch, AddTrace op) => batch.Call("add_trace", 7)
        .Add(op.Events.Select(step => step.MessageId).ToArray())
        .Add(op.Events.Select(step => step.At.ToUnixTimeMilliseconds()).ToArray())
        .Add(op.Events.Select(step => (int)step.Kind).ToArray())
        .Add(op.Events.Select(step => step.Sender).ToArray())
        .Add(op.Events.Select(step => step.Recipient).ToArray())
        // A peer's words may hold a NUL, which text can't.
        .Add(op.Events.Select(step => step.Detail.Replace("\0", "", StringComparison.Ordinal)).ToArray())
        .Add(op.Events.Select(step => step.Subject).ToArray());

    protected override int Read(PostgresAnswer answer, AddTrace op) => answer.Int(0);
}
