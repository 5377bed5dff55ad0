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

    /// <summary>A piece of the result. RFC 9394 §3.1, RFC 5267 §4.4.</summary>
    Partial = 32,

    /// <summary>How well each message fits. RFC 6203 §4.</summary>
    Relevancy = 64,

    /// <summary>The client will ask for more of it: only a hint. RFC 5267 §4.2.</summary>
    Context = 128,

    /// <summary>Tell what changes of the result from now on. RFC 5267 §4.3.</summary>
    Update = 256,
}
