namespace Aether.Protocol.Sasl;

/// <summary>What a client says of channel binding in its GS2 header. RFC 5801 §4.</summary>
public enum ChannelBindingFlag
{
    /// <summary><c>n</c>: it can't.</summary>
    Unable,

    /// <summary><c>y</c>: it could, and thinks that the server can't.</summary>
    ThinksServerCannot,

    /// <summary><c>p</c>: it does, by the method it names.</summary>
    Used,
}
