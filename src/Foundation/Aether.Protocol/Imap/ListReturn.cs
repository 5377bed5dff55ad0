namespace Aether.Protocol.Imap;

/// <summary>What LIST tells of a name. RFC 5258 §3.2, RFC 6154 §3.</summary>
[Flags]
public enum ListReturn
{
    None = 0,
    Subscribed = 1,
    Children = 2,
    SpecialUse = 4,

    /// <summary>RFC 8440 §3.</summary>
    MyRights = 8,

    /// <summary>RFC 9590 §3.</summary>
    Metadata = 16,
}
