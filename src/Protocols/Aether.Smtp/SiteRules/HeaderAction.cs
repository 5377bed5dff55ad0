namespace Aether.Smtp.SiteRules;

/// <summary>What becomes of mail with a certain header field.</summary>
public enum HeaderAction
{
    Reject,

    /// <summary>It is taken, and dropped.</summary>
    Discard,

    /// <summary>It is kept in the queue until an operator has looked at it.</summary>
    Hold,
}
