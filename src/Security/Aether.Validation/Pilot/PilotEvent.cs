namespace Aether.Validation.Pilot;

/// <summary>Something that the pilot of a domain did, or could not do.</summary>
public sealed record PilotEvent(DateTimeOffset At, string Text);
