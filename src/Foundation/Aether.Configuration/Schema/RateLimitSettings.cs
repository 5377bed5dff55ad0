using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>How much may come in a time, and how much users may send; counted on all nodes together.</summary>
public sealed record RateLimitSettings
{
    [Setting("Connections a minute from one IPv4 address or IPv6 /64.", Min = "1", Max = "1000000")]
    public int Connections { get; init; } = 120;

    [Setting("Connections a minute from one IPv4 /24 or IPv6 /48.", Min = "1", Max = "1000000")]
    public int NetworkConnections { get; init; } = 600;

    [Setting("Messages an hour from one IPv4 address or IPv6 /64.", Min = "1", Max = "100000000")]
    public int Messages { get; init; } = 3000;

    [Setting("Messages an hour from senders of one domain.", Min = "1", Max = "100000000")]
    public int SenderDomain { get; init; } = 10_000;

    [Setting("Messages an hour to one recipient.", Min = "1", Max = "100000000")]
    public int Recipient { get; init; } = 1000;

    [Setting("Messages that a user may send in an hour.", Min = "1", Max = "100000000")]
    public int UserMessagesPerHour { get; init; } = 500;

    [Setting("Messages that a user may send in a day.", Min = "1", Max = "100000000")]
    public int UserMessagesPerDay { get; init; } = 2000;

    [Setting("Recipients that a user may write to in an hour.", Min = "1", Max = "100000000")]
    public int UserRecipientsPerHour { get; init; } = 2000;

    [Setting("Recipients that a user may write to in a day.", Min = "1", Max = "100000000")]
    public int UserRecipientsPerDay { get; init; } = 5000;

    [Setting("Recipients that all users of a domain together may write to in a day.", Min = "1", Max = "100000000")]
    public int DomainRecipientsPerDay { get; init; } = 50_000;
}
