using Aether.Protocol.Smtp;
using Aether.Queue.Outbound;
using Aether.Queue.Routing;
using Aether.Storage.Envelopes;

namespace Aether.Queue.Schedule;

/// <summary>One run over a block: where it goes, over what, and which outcomes are being written down.</summary>
/// <param name="domain">Of all its recipients.</param>
/// <param name="silence">Until when the destination is not tried; null: it may be tried.</param>
/// <param name="destinations">What goes there besides, and what its provider wants.</param>
/// <param name="started">A timestamp.</param>
/// <param name="leases">Its leases, which may be lost.</param>
internal sealed class BlockTurn(string domain, DateTimeOffset? silence, Destinations destinations, long started, LeaseWatch leases)
{
    public string Domain { get; } = domain;

    public DateTimeOffset? Silence { get; } = silence;

    public Destinations Destinations { get; } = destinations;

    public long Started { get; } = started;

    public LeaseWatch Leases { get; } = leases;

    public Dictionary<HopNeeds, HopDelivery> Hops { get; } = [];

    /// <summary>What became of opening each; null: it is open.</summary>
    public Dictionary<HopNeeds, SmtpReply?> Refusals { get; } = [];

    private readonly Dictionary<string, RouteOverride?> overrides = new(StringComparer.Ordinal);

    public List<Task> Settling { get; } = [];

    public BlockOutcome Outcome { get; private set; } = BlockOutcome.Answered;

    /// <summary>What an operator wants with the recipient instead; one and the same for those with the same wish, so that they go together.</summary>
    public RouteOverride? OverrideOf(QueueRecipient recipient)
    {
        if (recipient.Route is not { } text)
            return null;
        if (!overrides.TryGetValue(text, out var found))
            overrides[text] = found = RouteOverride.TryParse(text, out var parsed) ? parsed : null;
        return found;
    }

    /// <summary>Learns of how the hosts took a connection.</summary>
    public void Note(HopState state, SmtpReply? refusal) => Outcome = (state, refusal) switch
    {
        (HopState.Busy, _) => BlockOutcome.Crowded,
        (HopState.Unreachable, { IsTransient: true }) => BlockOutcome.Unreachable,
        _ => Outcome,
    };
}
