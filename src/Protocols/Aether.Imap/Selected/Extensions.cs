namespace Aether.Imap.Selected;

/// <summary>What a client has turned on, and what changes how it is spoken to. RFC 5161.</summary>
[Flags]
internal enum Extensions
{
    None = 0,

    /// <summary>Mod-sequences in FETCH responses. RFC 7162 §3.1.</summary>
    CondStore = 1,

    /// <summary>VANISHED for EXPUNGE. RFC 7162 §3.2.</summary>
    QResync = 2,

    /// <summary>UTF-8 in quoted strings. RFC 6855 §3.</summary>
    Utf8 = 4,

    /// <summary>IMAP4rev2: no \Recent, ESEARCH always, names in UTF-8. RFC 9051.</summary>
    Rev2 = 8,

    /// <summary>No message numbers. RFC 9586.</summary>
    UidOnly = 16,
}
