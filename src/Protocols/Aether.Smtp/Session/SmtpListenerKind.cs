namespace Aether.Smtp.Session;

/// <summary>What a listener is for: one engine, different rules.</summary>
public enum SmtpListenerKind
{
    /// <summary>Takes mail for our domains from anybody. RFC 5321.</summary>
    Mx,

    /// <summary>Takes mail for anybody from those who log in. RFC 6409.</summary>
    Submission,

    /// <summary>Takes mail for our domains from programs of ours, with a reply for each recipient. RFC 2033.</summary>
    Lmtp,
}
