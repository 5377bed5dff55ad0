namespace Aether.Configuration.Schema;

/// <summary>What a reply means for a recipient.</summary>
public enum RetryAction
{
    AsSaid,
    Retry,
    GiveUp,
}
