using System.Collections.Frozen;
using System.Net;
using Aether.Storage;
using Aether.Storage.Limits;
using Aether.Storage.Logins;
using Microsoft.Extensions.Logging;

namespace Aether.Identity.Bans;

/// <summary>
/// The networks that may not connect for now, in memory, as the store has them. Nodes tell each other of changes, and look by
/// themselves now and then. Networks that must never be kept out (this machine, proxies that speak for others) never are.
/// </summary>
public sealed partial class BanList : IDisposable
{
    private const string CounterName = "bans";

    /// <summary>How often a node looks without having heard of a change.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly LoginStore store;
    private readonly CountFeed others;
    private readonly IReadOnlyList<IPNetwork> spared;
    private readonly TimeProvider clock;
    private readonly ILogger<BanList> logger;
    private readonly SemaphoreSlim reading = new(1);
    private readonly ITimer timer;
    private volatile Snapshot current = Snapshot.Empty;

    /// <param name="spared">Never banned.</param>
    public BanList(LoginStore store, CountFeed others, IReadOnlyList<IPNetwork> spared, TimeProvider clock, ILogger<BanList> logger)
    {
        (this.store, this.others, this.spared, this.clock, this.logger) = (store, others, spared, clock, logger);
        others.Heard += OnHeard;
        timer = clock.CreateTimer(_ => _ = RefreshAsync(), null, TimeSpan.Zero, Interval);
    }

    /// <summary>Whether a peer is to be turned away.</summary>
    public bool IsBanned(IPAddress address)
    {
        var bans = current;
        return bans.Count > 0 && bans.Covers(BanNetwork.Plain(address), clock.GetUtcNow()) && !IsSpared(address);
    }

    /// <summary>Whether it is in a network that is never banned.</summary>
    public bool IsSpared(IPAddress address)
    {
        var plain = BanNetwork.Plain(address);
        return spared.Any(network => network.Contains(plain));
    }

    /// <summary>Those in force, by network.</summary>
    public ValueTask<IReadOnlyList<BanRow>> ListAsync(CancellationToken ct) => store.ListBansAsync(ct);

    /// <param name="length">Null: until it is lifted.</param>
    public async Task AddAsync(IPNetwork network, string reason, TimeSpan? length, CancellationToken ct)
    {
        await store.AddBanAsync(network.ToString(), reason, length, ct);
        LogBanned(logger, network, reason, length);
        await TellAsync(ct);
    }

    /// <returns>False when there was none.</returns>
    public async Task<bool> RemoveAsync(IPNetwork network, CancellationToken ct)
    {
        bool done = await store.RemoveBanAsync(network.ToString(), ct) is Storage.Accounts.DirectoryResult.Done;
        if (done)
            LogLifted(logger, network);
        await TellAsync(ct);
        return done;
    }

    /// <summary>Reads the store again.</summary>
    public async Task RefreshAsync()
    {
        await reading.WaitAsync();
        try
        {
            current = Snapshot.Of(await store.ListBansAsync(CancellationToken.None));
        }
        catch (StoreUnavailableException unavailable)
        {
            LogUnread(logger, unavailable); // those that were known stay in force
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose()
    {
        others.Heard -= OnHeard;
        timer.Dispose();
    }

    private async Task TellAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await RefreshAsync();
        others.Tell(CounterName, "all", 1);
    }

    private void OnHeard(string counter, string key, int count)
    {
        if (counter == CounterName)
            _ = RefreshAsync();
    }

    [LoggerMessage(2010, LogLevel.Warning, "Banned {Network} for {Length}: {Reason}")]
    private static partial void LogBanned(ILogger logger, IPNetwork network, string reason, TimeSpan? length);

    [LoggerMessage(2011, LogLevel.Information, "Lifted the ban of {Network}")]
    private static partial void LogLifted(ILogger logger, IPNetwork network);

    [LoggerMessage(2012, LogLevel.Warning, "The bans can't be read now; those that are known stay in force")]
    private static partial void LogUnread(ILogger logger, Exception reason);

    /// <summary>What one reading gave: single addresses by look-up, networks one by one.</summary>
    private sealed record Snapshot(FrozenDictionary<IPAddress, DateTimeOffset> Single, IReadOnlyList<(IPNetwork Network, DateTimeOffset Until)> Wide)
    {
        public static Snapshot Empty { get; } = new(FrozenDictionary<IPAddress, DateTimeOffset>.Empty, []);

        public int Count => Single.Count + Wide.Count;

        public static Snapshot Of(IReadOnlyList<BanRow> rows)
        {
            var parsed = rows.Select(row => (Network: BanNetwork.TryParse(row.Network), Until: row.Until ?? DateTimeOffset.MaxValue)).Where(ban => ban.Network is not null).ToLookup(ban => BanNetwork.IsSingle(ban.Network!.Value));
            return new Snapshot(parsed[true].ToFrozenDictionary(ban => ban.Network!.Value.BaseAddress, ban => ban.Until), [.. parsed[false].Select(ban => (ban.Network!.Value, ban.Until))]);
        }

        public bool Covers(IPAddress address, DateTimeOffset now)
        {
            if (Single.TryGetValue(address, out var until) && now < until)
                return true;
            foreach (var (network, end) in Wide)
            {
                if (now < end && network.Contains(address))
                    return true;
            }
            return false;
        }
    }
}
