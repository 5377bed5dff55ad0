namespace Aether.Protocol.Imap;

/// <summary>Which names LIST is about. RFC 5258 §3.1, RFC 6154 §3.</summary>
[Flags]
public enum ListSelection
{
    None = 0,
    Subscribed = 1,

    /// <summary>Mailboxes elsewhere too; there are none.</summary>
    Remote = 2,
    RecursiveMatch = 4,
    SpecialUse = 8,
}
