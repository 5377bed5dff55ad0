using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Reading mail over POP3. RFC 1939, RFC 2449 §6.5.</summary>
public sealed record Pop3Settings
{
    [Setting("Connections at a time, all listeners together.", Min = "1", Max = "1000000")]
    public int MaxConnections { get; init; } = 1000;

    [Setting("The newest messages that a maildrop shows; 0 shows all.", Min = "0", Max = "10000000")]
    public int Newest { get; init; }

    [Setting("Whether messages that IMAP marked as deleted are left out.")]
    public bool HideDeleted { get; init; }

    [Setting("Wait between two logins of an account, as LOGIN-DELAY tells it; 0 s for none.", Min = "0 s", Max = "1 d")]
    public TimeSpan LoginDelay { get; init; }

    [Setting("Ports.")]
    public IReadOnlyList<ListenerSettings> Listeners { get; init; } =
        [new() { Port = 110 }, new() { Port = 995, Tls = ListenerTls.Implicit }];
}
