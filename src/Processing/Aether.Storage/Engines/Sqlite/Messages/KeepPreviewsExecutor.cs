using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Writes previews to emails that are still there.</summary>
internal sealed class KeepPreviewsExecutor : SqliteExecutor<KeepPreviews, int>
{
    protected override int Execute(SqliteWrite db, KeepPreviews op)
    {
        int kept = 0;
        foreach (var (email, preview) in op.Previews)
        {
            db.Prepare("UPDATE email SET preview = ? WHERE account_id = ? AND id = ?").Bind(preview).Bind(op.Account.Value).Bind(email.Value).Run();
            kept += db.Changes;
        }

        return kept;
    }
}
