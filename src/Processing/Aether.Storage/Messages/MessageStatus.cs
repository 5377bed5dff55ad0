namespace Aether.Storage.Messages;

/// <summary>Outcome of storing messages.</summary>
public enum MessageStatus
{
    Done,
    NoSuchMailbox,
    OverQuota,
}
