using Aether.Validation.Pilot;

namespace Aether.Admin.Contracts;

/// <summary>How far a domain has come on its way to p=reject.</summary>
/// <param name="Record">As it is published.</param>
/// <param name="Problem">Why nothing can be said; empty: something can.</param>
/// <param name="Next">The next step; null: there is none, or nothing can be said.</param>
/// <param name="NextRecord">What to publish for it.</param>
/// <param name="Obstacles">What stands in its way besides its date.</param>
/// <param name="Regressions">Networks that were in order and fail since the step.</param>
/// <param name="Publishes">Steps are made by themselves.</param>
/// <param name="Uncounted">Messages that reports tell of which do not count.</param>
public sealed record PilotView(
    string Domain, string Record, string Problem, string? Step, DateTimeOffset? Since, string? Next, string NextRecord, DateTimeOffset? Date, IReadOnlyList<string> Obstacles, IReadOnlyList<string> Regressions,
    bool Publishes, IReadOnlyList<PilotSourceView> Sources, long Uncounted, IReadOnlyList<PilotEvent> Events);
