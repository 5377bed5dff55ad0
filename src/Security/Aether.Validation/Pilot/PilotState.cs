namespace Aether.Validation.Pilot;

/// <summary>How far a domain has come.</summary>
/// <param name="Record">The text that is to be published at this step.</param>
/// <param name="Since">When the step began.</param>
public sealed record PilotState(PilotStep Step, string Record, DateTimeOffset Since)
{
    private const int MaxEvents = 20;
    private const int MaxKnown = 2_000;

    /// <summary>What was published before: others may still see it for a while.</summary>
    public string Previous { get; init; } = "";

    /// <summary>Networks that were in order before a step was made; when they fail behind it, the step is taken back.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>No step is made before; null: nothing holds it.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>The latest last.</summary>
    public IReadOnlyList<PilotEvent> Events { get; init; } = [];

    /// <summary>A step that was decided, and may have been made; null: none was.</summary>
    public PilotPlan? Plan { get; init; }

    /// <summary>The state once its plan is carried out.</summary>
    public PilotState Carry(PilotPlan plan) =>
        (this with { Step = plan.Step, Record = plan.Record, Previous = Record, Since = plan.At, HeldUntil = plan.HeldUntil, Plan = null }).WithKnown(plan.Known).With(plan.At, plan.Event);

    public PilotState With(DateTimeOffset at, string text) => this with { Events = [.. Events.TakeLast(MaxEvents - 1), new PilotEvent(at, text)] };

    public PilotState WithKnown(IEnumerable<string> known) => this with { Known = [.. Known.Union(known).Order(StringComparer.Ordinal).Take(MaxKnown)] };
}
