namespace Aether.Imap.Commands.Urls;

/// <summary>What URLFETCH wants of a URL. RFC 5524 §3.</summary>
[Flags]
internal enum UrlParts
{
    None = 0,
    Body = 1,

    /// <summary>Without the transfer encoding.</summary>
    Binary = 2,

    /// <summary>The BODYSTRUCTURE of the part.</summary>
    Structure = 4,
}
