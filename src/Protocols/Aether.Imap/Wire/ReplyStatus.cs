namespace Aether.Imap.Wire;

/// <summary>How a command ended. RFC 3501 §7.1.</summary>
internal enum ReplyStatus
{
    Ok,
    No,
    Bad,
}
