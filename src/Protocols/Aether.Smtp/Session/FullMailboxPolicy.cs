namespace Aether.Smtp.Session;

/// <summary>What a sender hears of a full mailbox.</summary>
public enum FullMailboxPolicy
{
    /// <summary>452: he tries again.</summary>
    TempFail,

    /// <summary>552: he gets the message back.</summary>
    Reject,
}
