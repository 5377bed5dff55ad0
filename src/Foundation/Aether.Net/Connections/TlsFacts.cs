using System.Net.Security;
using System.Security.Authentication;

namespace Aether.Net.Connections;

/// <summary>What a finished TLS handshake agreed on.</summary>
public sealed record TlsFacts(SslProtocols Protocol, TlsCipherSuite Cipher, string? ServerName);
