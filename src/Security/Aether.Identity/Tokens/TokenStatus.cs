namespace Aether.Identity.Tokens;

/// <summary>What became of a token.</summary>
public enum TokenStatus
{
    Good,

    /// <summary>It was good once: the client has to fetch a new one. It says nothing bad of who sent it.</summary>
    Expired,

    /// <summary>It is none of ours, for others, or forged.</summary>
    Bad,

    /// <summary>Nobody can tell now: the provider's keys can't be had.</summary>
    Unavailable,
}
