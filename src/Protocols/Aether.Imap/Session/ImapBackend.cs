using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Imap.Selected;
using Aether.Storage;

namespace Aether.Imap.Session;

/// <summary>What IMAP sessions of all listeners work on, and what they must know of each other.</summary>
public sealed record ImapBackend(MailStore Store, Authenticator Authenticator, SaslMechanisms Mechanisms)
{
    internal RecentMessages Recent { get; } = new();

    internal ConnectionCounts Connections { get; } = new();
}
