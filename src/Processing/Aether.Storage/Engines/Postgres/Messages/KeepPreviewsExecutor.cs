using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Postgres.Messages;

/// <summary>Writes previews to emails that are still there.</summary>
internal sealed class KeepPreviewsExecutor : PostgresExecutor<KeepPreviews, int>
{
    protected override void Add(PostgresBatch batch, KeepPreviews op) => batch.Call("keep_previews", 3).Add(op.Account.Value)
        .Add(op.Previews.Select(static pair => pair.Email.Value).ToArray())
        .Add(op.Previews.Select(static pair => (string?)pair.Preview.Replace("\0", "", StringComparison.Ordinal)).ToArray());

    protected override int Read(PostgresAnswer answer, KeepPreviews op) => answer.Int(0);
}
