using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Identity.Sessions;
using Aether.Storage;

namespace Aether.Pop3.Session;

/// <summary>What POP3 sessions work on.</summary>
public sealed record Pop3Backend(MailStore Store, Authenticator Authenticator, SaslMechanisms Mechanisms)
{
    /// <summary>Who is logged in; null: nobody keeps a list.</summary>
    public SessionRegistry? Sessions { get; init; }
}
