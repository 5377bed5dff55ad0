namespace Aether.Migration.Remote;

/// <summary>An account on another IMAP or POP3 server.</summary>
/// <param name="ImplicitTls">TLS from the first byte; else by STARTTLS.</param>
/// <param name="AnyCertificate">Take whatever certificate it shows, and do without TLS where it has none: for a server that stands beside this one.</param>
public sealed record RemoteAccount(string Host, int Port, bool ImplicitTls, string User, string Password, bool AnyCertificate);
