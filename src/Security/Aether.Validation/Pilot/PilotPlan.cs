namespace Aether.Validation.Pilot;

/// <summary>A step that is about to be made: written down before the record is changed, so that a crash in between is made good.</summary>
/// <param name="Record">The text that is to be published.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Kind">For the metrics: step or fallback.</param>
/// <param name="Event">For people, once it is made.</param>
/// <param name="Letter">What its postmaster is told then.</param>
public sealed record PilotPlan(PilotStep Step, string Record, DateTimeOffset At, string Kind, string Event, PilotLetter Letter)
{
    /// <summary>Networks that are in order.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>No step is made before; null: nothing holds it.</summary>
    public DateTimeOffset? HeldUntil { get; init; }
}
