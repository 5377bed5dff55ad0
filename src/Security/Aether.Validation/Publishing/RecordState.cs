namespace Aether.Validation.Publishing;

/// <summary>How a record compares with what is published.</summary>
public enum RecordState
{
    Published,
    Missing,
    Different,

    /// <summary>The name servers did not answer.</summary>
    Unknown,
}
