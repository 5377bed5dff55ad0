namespace Aether.Configuration.Schema;

/// <summary>What is spoken to a next hop.</summary>
public enum NextHopProtocol
{
    Smtp,

    /// <summary>RFC 2033.</summary>
    Lmtp,
}
