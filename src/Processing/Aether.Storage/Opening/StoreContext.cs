using Aether.Mime.Scanning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Storage;

/// <summary>What a store is built with.</summary>
/// <param name="InDoubt">Called when a sync failed and nobody knows what is on disk: it must end the process.</param>
internal sealed record StoreContext(StoreOptions Options, MimeLimits Limits, TimeProvider Clock, Action<Exception> InDoubt)
{
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
