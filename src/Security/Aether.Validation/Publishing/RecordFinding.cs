namespace Aether.Validation.Publishing;

/// <summary>How a record compares with what is published.</summary>
/// <param name="Remedy">What to do; empty when all is well.</param>
public sealed record RecordFinding(DomainRecord Record, RecordState State, string Remedy);
