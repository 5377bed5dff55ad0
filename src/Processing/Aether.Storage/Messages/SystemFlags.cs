namespace Aether.Storage.Messages;

/// <summary>The system flags of RFC 9051 §2.3.2 as bits of <see cref="MessageRow.Flags"/>; bits 8 to 62 are the account's keywords.</summary>
[Flags]
public enum SystemFlags
{
    None = 0,
    Seen = 1,
    Answered = 2,
    Flagged = 4,
    Deleted = 8,
    Draft = 16,
}
