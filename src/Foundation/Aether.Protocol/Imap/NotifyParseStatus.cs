namespace Aether.Protocol.Imap;

/// <summary>What became of the arguments of NOTIFY.</summary>
public enum NotifyParseStatus
{
    Parsed,
    Bad,

    /// <summary>An event that is not told of here: NO [BADEVENT]. RFC 5465 §5.</summary>
    BadEvent,
}
