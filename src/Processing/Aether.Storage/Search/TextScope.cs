namespace Aether.Storage.Search;

/// <summary>Where in a message a key looks.</summary>
public enum TextScope
{
    /// <summary>In the values of one header field.</summary>
    Field,

    /// <summary>In text parts and in the headers of messages inside.</summary>
    Body,

    /// <summary>In header and body.</summary>
    Anywhere,

    /// <summary>The day in the Date field, time and zone passed over.</summary>
    SentBefore,
    SentOn,
    SentSince,
}
