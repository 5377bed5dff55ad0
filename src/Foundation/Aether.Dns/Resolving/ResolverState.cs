namespace Aether.Dns.Resolving;

/// <summary>What a name server was found to do.</summary>
public enum ResolverState
{
    Silent,
    Answers,

    /// <summary>It vouches for what it says by DNSSEC.</summary>
    Validates,
}
