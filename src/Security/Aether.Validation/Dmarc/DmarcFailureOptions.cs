namespace Aether.Validation.Dmarc;

/// <summary>Which messages a domain wants to be told of singly: its fo. RFC 9989 §4.7.</summary>
[Flags]
public enum DmarcFailureOptions
{
    None = 0,

    /// <summary>0: neither SPF nor DKIM passes in the name of the author.</summary>
    All = 1,

    /// <summary>1: one of them does not.</summary>
    Any = 2,

    /// <summary>d: a signature fails, whoever made it.</summary>
    Dkim = 4,

    /// <summary>s: SPF fails, for whomever.</summary>
    Spf = 8,
}
