namespace Aether.Net.Limits;

/// <summary>Whether a connection may stay.</summary>
public enum AdmissionOutcome
{
    Admitted,

    /// <summary>The protocol has as many connections as it may have.</summary>
    TooMany,

    /// <summary>The peer has as many connections as one peer may have.</summary>
    TooManyFromAddress,
}
