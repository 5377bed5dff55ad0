namespace Aether.Configuration.Schema;

/// <summary>What becomes of mail for a full mailbox.</summary>
public enum FullMailboxPolicy
{
    TempFail,
    Reject,
}
