namespace Aether.Smtp.Session;

/// <summary>How one listener behaves.</summary>
/// <param name="Hostname">The name of this server in greetings and trace fields.</param>
/// <param name="Kind">Whose mail it takes.</param>
public sealed record SmtpOptions(string Hostname, SmtpListenerKind Kind)
{
    public PlaintextLogin PlaintextLogin { get; init; } = PlaintextLogin.Loopback;

    public FullMailboxPolicy FullMailbox { get; init; }

    public SmtpLimits Limits { get; init; } = new();

    /// <summary>How long the queue tries before it gives a recipient up. RFC 5321 §4.5.4.1: 4 to 5 days.</summary>
    public TimeSpan QueueLifetime { get; init; } = TimeSpan.FromDays(5);
}
