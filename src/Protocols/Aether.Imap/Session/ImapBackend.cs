using Aether.Identity.Logins;
using Aether.Identity.Roles;
using Aether.Identity.Sasl;
using Aether.Identity.Sessions;
using Aether.Imap.Selected;
using Aether.Storage;

namespace Aether.Imap.Session;

/// <summary>What IMAP sessions of all listeners work on, and what they must know of each other.</summary>
public sealed record ImapBackend(MailStore Store, Authenticator Authenticator, SaslMechanisms Mechanisms)
{
    /// <summary>Who is logged in; null: nobody keeps a list.</summary>
    public SessionRegistry? Sessions { get; init; }

    /// <summary>Who may do what; null: only those whom the configuration names.</summary>
    public RoleService? Roles { get; init; }

    internal RecentMessages Recent { get; } = new();

    internal ConnectionCounts Connections { get; } = new();
}
