using System.Globalization;
using Aether.Storage.Tracing;

namespace Aether.Storage.Engines.Sqlite.Tracing;

/// <summary>Writes steps of messages down.</summary>
internal sealed class AddTraceExecutor : SqliteExecutor<AddTrace, int>
{
    protected override int Execute(SqliteWrite db, AddTrace op)
    {
        foreach (var step in op.Events)
        {
            db.Prepare("INSERT INTO trace (message_id, at, kind, sender, rcpt, detail, subject) VALUES (?, ?, ?, ?, ?, ?, CAST(? AS INTEGER))")
                .Bind(step.MessageId).Bind(step.At.ToUnixTimeMilliseconds()).Bind((long)step.Kind).Bind(step.Sender).Bind(step.Recipient).Bind(step.Detail).Bind(step.Subject?.ToString(CultureInfo.InvariantCulture)).Run();
        }
        return op.Events.Count;
    }
}
