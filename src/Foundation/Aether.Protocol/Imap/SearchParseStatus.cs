namespace Aether.Protocol.Imap;

/// <summary>What became of the arguments of SEARCH.</summary>
public enum SearchParseStatus
{
    Parsed,
    Bad,
    TooDeep,

    /// <summary>RFC 3501 §6.4.4: answer NO [BADCHARSET].</summary>
    BadCharset,
}
