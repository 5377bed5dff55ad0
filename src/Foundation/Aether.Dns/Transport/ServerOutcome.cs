namespace Aether.Dns.Transport;

/// <summary>What came of asking; the later, the better.</summary>
internal enum ServerOutcome
{
    /// <summary>Nobody is there.</summary>
    Unreachable,

    /// <summary>Nothing came in time.</summary>
    Silent,

    /// <summary>Something came, and nothing that could be read.</summary>
    Useless,

    Answered,
}
