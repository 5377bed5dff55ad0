using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>One line of the command table.</summary>
internal sealed record CommandEntry(string Verb, SmtpStates AllowedIn, ISmtpCommand Command);
