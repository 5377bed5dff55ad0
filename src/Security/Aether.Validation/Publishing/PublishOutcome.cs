namespace Aether.Validation.Publishing;

/// <summary>What became of a record that was to be published.</summary>
public enum PublishOutcome
{
    /// <summary>It was there before.</summary>
    Published,

    Added,

    /// <summary>Something of the owner's is there, and stays.</summary>
    Kept,

    Failed,
}
