namespace Aether.Validation.Publishing;

/// <summary>A record that a domain should publish.</summary>
/// <param name="Name">Its full name, without the final dot.</param>
/// <param name="Type">MX, TXT, CNAME, TLSA, SRV or CAA.</param>
/// <param name="Value">As a master file has it, a TXT record as one piece.</param>
/// <param name="Purpose">What it is for.</param>
public sealed record DomainRecord(string Name, string Type, string Value, string Purpose)
{
    private const int MaxString = 255;

    /// <summary>As a line of a master file: a long TXT value in several strings, which readers join. RFC 1035 §3.3.14, §5.1, RFC 7208 §3.3.</summary>
    public string ToZoneLine() => $"{Name}. IN {Type} {(Type is "TXT" ? Quoted() : Value)}";

    private string Quoted() => string.Join(' ', Value.Chunk(MaxString).Select(part => "\"" + new string(part).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\""));
}
