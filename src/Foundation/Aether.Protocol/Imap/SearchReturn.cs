namespace Aether.Protocol.Imap;

/// <summary>What a SEARCH with RETURN answers. RFC 4731 §3.1, RFC 5182 §2.</summary>
[Flags]
public enum SearchReturn
{
    None = 0,
    Min = 1,
    Max = 2,
    All = 4,
    Count = 8,

    /// <summary>Keep the result as $.</summary>
    Save = 16,
}
