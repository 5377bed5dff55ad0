using Aether.Queue.Policies;
using Aether.Queue.Routing;
using Aether.Queue.Settings;

namespace Aether.Queue.Outbound;

/// <summary>What deliveries to all hosts share: sessions that wait, hosts that stand still, and what connections must be.</summary>
/// <param name="options">How the queue works.</param>
/// <param name="sessions">Those that wait for the next message.</param>
/// <param name="stands">Whether nothing is to be handed to a host.</param>
/// <param name="policies">What connections must be.</param>
/// <param name="outcomes">What becomes of them.</param>
internal sealed class Hops(QueueOptions options, WaitingSessions sessions, Func<string, bool> stands, TransportPolicies policies, TlsOutcomes outcomes)
{
    private readonly ShapingTable shaping = new(options.Profiles);

    public WaitingSessions Sessions { get; } = sessions;

    public TransportPolicies Policies { get; } = policies;

    public TlsOutcomes Outcomes { get; } = outcomes;

    public bool Stands(string host) => stands(host);

    /// <summary>What the provider of a destination wants; null: nothing.</summary>
    public ShapingProfile? ProfileOf(string domain, string host) => shaping.IsEmpty ? null : shaping.OfDomain(domain) ?? shaping.OfHost(host);

    public HopDelivery New(HopNeeds needs, Router router, TimeProvider clock) => new(needs, options, router, this, clock);
}
