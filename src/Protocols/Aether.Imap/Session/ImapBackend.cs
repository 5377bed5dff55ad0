using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Storage;

namespace Aether.Imap.Session;

/// <summary>What IMAP sessions work on.</summary>
public sealed record ImapBackend(MailStore Store, Authenticator Authenticator, SaslMechanisms Mechanisms);
