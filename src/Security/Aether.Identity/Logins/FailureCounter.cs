using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Aether.Storage.Limits;

namespace Aether.Identity.Logins;

/// <summary>Counts failed logins by network address: an IPv4 address, or the /64 of an IPv6 one, which is one customer's.</summary>
internal sealed class FailureCounter : IDisposable
{
    private const string CounterName = "login-failures";

    /// <summary>Addresses remembered; past that the oldest windows are dropped, so that a botnet can't fill the memory.</summary>
    private const int MaxAddresses = 100_000;

    private readonly LoginLimits limits;
    private readonly CountFeed others;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<UInt128, Window> windows = new();

    /// <param name="others">What other nodes count: an attacker's failures add up, wherever he tries.</param>
    public FailureCounter(LoginLimits limits, CountFeed others, TimeProvider clock)
    {
        (this.limits, this.others, this.clock) = (limits, others, clock);
        others.Heard += OnHeard;
    }

    public bool IsBlocked(LoginPeer peer) =>
        !peer.Exempt && windows.TryGetValue(KeyOf(peer.Address), out var window) && window.IsFull(limits, clock.GetUtcNow());

    /// <summary>Counts a failure.</summary>
    /// <returns>True when it is the one that gets the address banned.</returns>
    public bool Count(LoginPeer peer)
    {
        if (peer.Exempt)
            return false;
        others.Tell(CounterName, peer.Address.ToString(), 1);
        return WindowOf(peer.Address).Count(clock.GetUtcNow()) == limits.BanAfter;
    }

    /// <summary>Counts an attempt that was put off.</summary>
    /// <returns>True when it is the one that gets the address banned.</returns>
    public bool CountPutOff(LoginPeer peer) => !peer.Exempt && WindowOf(peer.Address).CountPutOff(clock.GetUtcNow()) == limits.BanAfter;

    public void Dispose() => others.Heard -= OnHeard;

    private void OnHeard(string counter, string key, int count)
    {
        if (counter == CounterName && IPAddress.TryParse(key, out var address))
            WindowOf(address).Count(clock.GetUtcNow());
    }

    private Window WindowOf(IPAddress address)
    {
        if (windows.Count >= MaxAddresses)
            DropOld();
        return windows.GetOrAdd(KeyOf(address), static _ => new Window());
    }

    private static UInt128 KeyOf(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        octets.Clear();
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        address.TryWriteBytes(octets, out _);
        if (address.AddressFamily is AddressFamily.InterNetworkV6)
            octets[8..].Clear();
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(octets);
    }

    private void DropOld()
    {
        var now = clock.GetUtcNow();
        foreach (var (key, window) in windows)
        {
            if (window.IsOver(now))
                windows.TryRemove(key, out _);
        }
        // All of them are fresh: an attack from very many addresses. Start anew rather than grow.
        if (windows.Count >= MaxAddresses)
            windows.Clear();
    }

    private sealed class Window
    {
        private readonly Lock gate = new();
        private DateTimeOffset minute;
        private DateTimeOffset day;
        private int inMinute;
        private int inDay;
        private int putOff;

        /// <returns>All attempts of the day that came to nothing.</returns>
        public int Count(DateTimeOffset now)
        {
            lock (gate)
            {
                Roll(now);
                inMinute++;
                inDay++;
                return inDay + putOff;
            }
        }

        /// <returns>All attempts of the day that came to nothing.</returns>
        public int CountPutOff(DateTimeOffset now)
        {
            lock (gate)
            {
                Roll(now);
                putOff++;
                return inDay + putOff;
            }
        }

        public bool IsFull(LoginLimits limits, DateTimeOffset now)
        {
            lock (gate)
            {
                Roll(now);
                return inMinute >= limits.FailuresPerMinute || inDay >= limits.FailuresPerDay;
            }
        }

        public bool IsOver(DateTimeOffset now)
        {
            lock (gate)
            {
                Roll(now);
                return inDay == 0;
            }
        }

        private void Roll(DateTimeOffset now)
        {
            if (now - minute >= TimeSpan.FromMinutes(1))
                (minute, inMinute) = (now, 0);
            if (now - day >= TimeSpan.FromDays(1))
                (day, inDay, putOff) = (now, 0, 0);
        }
    }
}
