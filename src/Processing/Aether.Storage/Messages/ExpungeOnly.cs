namespace Aether.Storage.Messages;

/// <summary>Which of the named messages an expunge removes.</summary>
public enum ExpungeOnly
{
    Deleted,
    All,
}
