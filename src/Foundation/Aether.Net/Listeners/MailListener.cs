using System.Net;
using Aether.Configuration.Schema;
using Aether.Net.Connections;
using Aether.Net.Limits;

namespace Aether.Net.Listeners;

/// <summary>One port, and the engine that serves it.</summary>
public sealed record MailListener
{
    /// <summary>Names it in logs and metrics: <c>smtp</c>, <c>submission</c>, <c>imap</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>Address to listen on; null for all.</summary>
    public required IPAddress? Address { get; init; }

    public required int Port { get; init; }

    /// <summary>The path of a unix socket in place of address and port; null: there is none.</summary>
    public string? Socket { get; init; }

    /// <summary>Proxies whose PROXY header every connection begins with; null: clients connect themselves.</summary>
    public NetworkSet? Proxies { get; init; }

    public required ListenerTls Tls { get; init; }

    public required IMailProtocol Engine { get; init; }

    /// <summary>What a peer hears instead of a greeting when there are too many connections: RFC 5321 §3.1 421, RFC 9051 §7.1.5 BYE.</summary>
    public required ReadOnlyMemory<byte> Busy { get; init; }

    /// <summary>Shared by the listeners of one protocol.</summary>
    public required ConnectionLimits Limits { get; init; }

    /// <summary>Where connections count until somebody logs in; null where nobody has to.</summary>
    public PendingLogins? Pending { get; init; }

    /// <summary>How soon a peer that died without a word is noticed; null leaves that to the engine's patience.</summary>
    public TimeSpan? DeathNoticedIn { get; init; }

    /// <summary>The silence that ends a session while connections are short; null where it makes no difference.</summary>
    public TimeSpan? StressPatience { get; init; }
}
