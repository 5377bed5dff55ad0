using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Storage;

namespace Aether.Pop3.Session;

/// <summary>What POP3 sessions work on.</summary>
public sealed record Pop3Backend(MailStore Store, Authenticator Authenticator, SaslMechanisms Mechanisms);
