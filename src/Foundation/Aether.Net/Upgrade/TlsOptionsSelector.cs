using System.Net.Security;

namespace Aether.Net.Upgrade;

/// <summary>Chooses certificate and protocol versions for one handshake; asked each time, so certificates are swapped while the server runs.</summary>
/// <param name="serverName">The name the client asks for (SNI), if any.</param>
/// <returns>A fresh object: the caller may change it.</returns>
public delegate SslServerAuthenticationOptions TlsOptionsSelector(string? serverName);
