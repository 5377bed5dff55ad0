using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>SMTP sessions. RFC 5321 §4.5.3.</summary>
public sealed record SmtpLimitSettings
{
    [Setting("A command line.", Min = "512 B", Max = "64 KiB")]
    public ByteSize CommandLine { get; init; } = new(2048);

    [Setting("A line of a login. RFC 4954 §4.", Min = "512 B", Max = "64 KiB")]
    public ByteSize AuthLine { get; init; } = new(12_288);

    [Setting("A line of text in a message.", Min = "998 B", Max = "1 MiB")]
    public ByteSize TextLine { get; init; } = ByteSize.FromKiB(64);

    [Setting("Recipients of a message from someone not logged in.", Min = "1", Max = "100000")]
    public int Recipients { get; init; } = 100;

    [Setting("Recipients of a message from a user.", Min = "1", Max = "100000")]
    public int UserRecipients { get; init; } = 1000;

    [Setting("Received header fields, beyond which a message is taken to loop.", Min = "10", Max = "1000")]
    public int ReceivedHops { get; init; } = 50;

    [Setting("Errors of a session before each reply is delayed.", Min = "1", Max = "1000")]
    public int SoftErrors { get; init; } = 10;

    [Setting("The delay then.", Min = "1 ms", Max = "1 min")]
    public TimeSpan ErrorDelay { get; init; } = TimeSpan.FromSeconds(1);

    [Setting("Errors of a session before it is ended.", Min = "1", Max = "1000")]
    public int HardErrors { get; init; } = 20;

    [Setting("Unknown recipients of a session before it is ended.", Min = "1", Max = "10000")]
    public int UnknownRecipients { get; init; } = 5;

    [Setting("Silence before a session is ended. RFC 5321 §4.5.3.2.7.", Min = "1 s", Max = "1 h")]
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(5);

    [Setting("Length of a session.", Min = "10 s", Max = "1 d")]
    public TimeSpan Session { get; init; } = TimeSpan.FromMinutes(30);

    [Setting("The furthest ahead that a user may schedule a message. RFC 4865.", Min = "1 min", Max = "365 d")]
    public TimeSpan Hold { get; init; } = TimeSpan.FromDays(60);

    [Setting("Octets a second below which a message is taken to stall.", Min = "1 B", Max = "1 MiB")]
    public ByteSize MinRate { get; init; } = new(500);

    [Setting("Silence before a session is ended while connections are short: from nine tenths of smtp.maxConnections on.", Min = "1 s", Max = "1 h")]
    public TimeSpan StressIdle { get; init; } = TimeSpan.FromSeconds(10);
}
