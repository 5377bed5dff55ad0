namespace Aether.Validation.Publishing;

/// <summary>What became of a record that was to be published.</summary>
/// <param name="Problem">Why it is not as it should be; empty where it is.</param>
public sealed record PublishedRecord(DomainRecord Record, PublishOutcome Outcome, string Problem);
