namespace Aether.Smtp.Session;

/// <summary>Every bound of a session; none may be without one.</summary>
public sealed record SmtpLimits
{
    /// <summary>CRLF counted. RFC 5321 §4.5.3.1.4 asks for 512, extensions for more.</summary>
    public int MaxCommandLine { get; init; } = 2_048;

    /// <summary>CRLF counted. RFC 4954 §4.</summary>
    public int MaxAuthLine { get; init; } = 12_288;

    /// <summary>A line of text in a message.</summary>
    public int MaxTextLine { get; init; } = 64 << 10;

    public long MaxMessageSize { get; init; } = 50 << 20;

    /// <summary>Octets of the header that the checks of a sender wait for.</summary>
    public int MaxHeader { get; init; } = 512 << 10;

    public int MaxRecipients { get; init; } = 100;

    public int MaxRecipientsAuthenticated { get; init; } = 1_000;

    /// <summary>Received fields of a message. RFC 5321 §6.3.</summary>
    public int MaxHops { get; init; } = 50;

    /// <summary>Replies to errors from this one on come late.</summary>
    public int SoftErrors { get; init; } = 10;

    public TimeSpan ErrorDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>This many errors end the session.</summary>
    public int HardErrors { get; init; } = 20;

    public int MaxAuthFailures { get; init; } = 3;

    /// <summary>Unknown recipients before the session ends: whoever needs more is guessing. RFC 5321 §7.3.</summary>
    public int MaxBadRecipients { get; init; } = 5;

    /// <summary>RFC 5321 §4.5.3.2.7: at least 5 minutes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(300);

    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Octets a second that content must come at, once <see cref="RateGrace"/> is over.</summary>
    public int MinDataRate { get; init; } = 500;

    /// <summary>How long a stranger is kept waiting for the greeting, and refused if it speaks meanwhile; zero: not at all.</summary>
    public TimeSpan GreetingWait { get; init; }

    /// <summary>The furthest ahead that a message may be held. RFC 4865 §4.</summary>
    public TimeSpan MaxHold { get; init; } = TimeSpan.FromDays(60);

    /// <summary>From so many queued recipients on, a message is of the low class, unless its sender says otherwise.</summary>
    public int BulkRecipients { get; init; } = 200;

    public TimeSpan RateGrace { get; init; } = TimeSpan.FromSeconds(60);
}
