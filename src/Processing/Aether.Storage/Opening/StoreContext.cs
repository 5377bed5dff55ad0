using Aether.Mime.Scanning;
using Aether.Storage.Damage;
using Aether.Storage.Durability;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Storage;

/// <summary>What a store is built with.</summary>
/// <param name="InDoubt">Called when a sync failed and nobody knows what is on disk: it must end the process.</param>
internal sealed record StoreContext(StoreOptions Options, MimeLimits Limits, TimeProvider Clock, Action<Exception> InDoubt)
{
    public ILogger Logger
    {
        get;
        init
        {
            field = value;
            Damage = new DamageReports(value);
        }
    } = NullLogger.Instance;

    /// <summary>Where damage is told.</summary>
    public DamageReports Damage { get; private init; } = new(NullLogger.Instance);

    /// <summary>Where the files are.</summary>
    public IDisk Disk { get; init; } = HostDisk.Instance;

    public DatabaseLimits Database { get; init; } = DatabaseLimits.Default;
}
