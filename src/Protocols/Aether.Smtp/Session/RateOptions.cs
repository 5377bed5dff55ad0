namespace Aether.Smtp.Session;

/// <summary>How much may come, and how much a user may send. Strangers that are exempt are not counted; users always are.</summary>
public sealed record RateOptions
{
    /// <summary>Of one IPv4 address or IPv6 /64.</summary>
    public int ConnectionsPerMinute { get; init; } = 120;

    /// <summary>Of one IPv4 /24 or IPv6 /48.</summary>
    public int NetworkConnectionsPerMinute { get; init; } = 600;

    /// <summary>From one IPv4 address or IPv6 /64.</summary>
    public int MessagesPerHour { get; init; } = 3_000;

    /// <summary>With senders of one domain.</summary>
    public int SenderDomainMessagesPerHour { get; init; } = 10_000;

    /// <summary>To one recipient.</summary>
    public int RecipientMessagesPerHour { get; init; } = 1_000;

    public int UserMessagesPerHour { get; init; } = 500;

    public int UserMessagesPerDay { get; init; } = 2_000;

    public int UserRecipientsPerHour { get; init; } = 2_000;

    public int UserRecipientsPerDay { get; init; } = 5_000;

    /// <summary>Of all users of one domain.</summary>
    public int DomainRecipientsPerDay { get; init; } = 50_000;
}
