using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Monitoring.Logs;

/// <summary>What a line of the log looks like.</summary>
internal abstract class LineFormatter
{
    public abstract void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, LineBuffer line);
}
