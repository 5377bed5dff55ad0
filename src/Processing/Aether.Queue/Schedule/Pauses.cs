using Aether.Storage.Queue;

namespace Aether.Queue.Schedule;

/// <summary>What stands still, as a worker last saw it: at once when it was said on this node, within a second from others.</summary>
internal sealed class Pauses(QueueStore queue, string node, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private long looked;
    private bool isKnown;
    private Seen seen = new(false, [], new HashSet<string>());

    /// <summary>Nothing new is begun here.</summary>
    public bool IsStill => Volatile.Read(ref seen).All;

    /// <summary>Domains whose recipients are not leased.</summary>
    public IReadOnlyList<string> Domains => Volatile.Read(ref seen).Domains;

    /// <summary>Nothing is handed to that host.</summary>
    public bool Stands(string host) => Volatile.Read(ref seen).Hosts.Contains(host);

    /// <summary>The next look is a fresh one.</summary>
    public void Forget() => Volatile.Write(ref isKnown, false);

    public async ValueTask LookAsync(CancellationToken ct)
    {
        if (Volatile.Read(ref isKnown) && clock.GetElapsedTime(looked) < Freshness)
            return;
        (looked, isKnown) = (clock.GetTimestamp(), true);
        var pauses = await queue.ListPausesAsync(ct);
        Volatile.Write(ref seen, new Seen(
            pauses.Any(pause => pause.Kind is PauseKind.All || (pause.Kind is PauseKind.Node && string.Equals(pause.Name, node, StringComparison.OrdinalIgnoreCase))),
            [.. pauses.Where(pause => pause.Kind is PauseKind.Domain).Select(pause => pause.Name)],
            pauses.Where(pause => pause.Kind is PauseKind.Host).Select(pause => pause.Name).ToHashSet(StringComparer.OrdinalIgnoreCase)));
    }

    private sealed record Seen(bool All, IReadOnlyList<string> Domains, IReadOnlySet<string> Hosts);
}
