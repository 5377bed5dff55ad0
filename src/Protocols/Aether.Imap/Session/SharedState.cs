using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Imap.Selected;
using Aether.Imap.Wire;
using Aether.Storage;
using Microsoft.Extensions.Logging;

namespace Aether.Imap.Session;

/// <summary>What all sessions of a process share.</summary>
internal sealed record SharedState(MailStore Store, Authenticator Authenticator, SaslMechanisms Mechanisms, ImapOptions Options, ImapMetrics Metrics, TimeProvider Clock, ILogger Logger)
{
    public RecentMessages Recent { get; } = new();

    public ConnectionCounts Connections { get; } = new(Options.Limits.PerUserAndAddress);
}
