namespace Aether.Validation.Pilot;

/// <summary>All that is to be seen of the pilot of a domain.</summary>
/// <param name="Published">The record as the DNS has it; empty: none that can be read.</param>
/// <param name="Problem">Why nothing can be said of the next step; empty: something can.</param>
/// <param name="Assessment">Null where there is a problem.</param>
/// <param name="NextRecord">What would be published; empty: nothing.</param>
/// <param name="Uncounted">Messages that other reports tell of, whose writers nobody vouches for.</param>
public sealed record PilotLook(string Published, string Problem, PilotWish Wish, PilotState? State, PilotAssessment? Assessment, string NextRecord, IReadOnlyList<PilotSource> Sources, long Uncounted);
