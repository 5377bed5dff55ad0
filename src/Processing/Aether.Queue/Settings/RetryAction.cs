namespace Aether.Queue.Settings;

/// <summary>What a reply means for a recipient.</summary>
public enum RetryAction
{
    /// <summary>4xx: again later, 5xx: never.</summary>
    AsSaid,

    /// <summary>Again later, even after 5xx.</summary>
    Retry,

    /// <summary>Never again, even after 4xx.</summary>
    GiveUp,
}
