using Aether.Identity.Recipients;
using Aether.Identity.Sasl;
using Aether.Storage;

namespace Aether.Smtp.Session;

/// <summary>What stands behind the engine: the store, who is here, and how one logs in.</summary>
public sealed record SmtpBackend(MailStore Store, RecipientResolver Recipients, SaslMechanisms Mechanisms);
