namespace Aether.Storage.Search;

/// <summary>Where words are looked for.</summary>
public enum WordScope
{
    /// <summary>In the subject, in addresses, in text and in attachments.</summary>
    Anywhere,
    Subject,

    /// <summary>From, To, Cc, Bcc.</summary>
    Addresses,

    /// <summary>In text and in attachments.</summary>
    Body,
}
