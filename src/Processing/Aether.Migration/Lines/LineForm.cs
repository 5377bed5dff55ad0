namespace Aether.Migration.Lines;

/// <summary>How the lines of a stored message end.</summary>
public enum LineForm
{
    /// <summary>As on the wire.</summary>
    AsTheyAre,

    /// <summary>In LF, or in CRLF all the same.</summary>
    Lf,

    /// <summary>In LF, with a greater-than sign in front of lines that begin with From. RFC 4155, the mboxrd form.</summary>
    Mbox,
}
