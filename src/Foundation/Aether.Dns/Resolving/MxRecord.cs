namespace Aether.Dns.Resolving;

/// <summary>One mail exchanger. RFC 5321 §5.1.</summary>
/// <param name="Preference">Lower is tried first.</param>
/// <param name="Host">Without the final dot; empty for the root, which is the null MX.</param>
public sealed record MxRecord(int Preference, string Host)
{
    /// <summary>RFC 7505 §3: the domain takes no mail.</summary>
    public bool IsNull => Host.Length == 0;
}
