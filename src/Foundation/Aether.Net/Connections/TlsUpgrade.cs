using System.IO.Pipelines;

namespace Aether.Net.Connections;

/// <summary>Runs a server-side TLS handshake over <paramref name="plain"/> and gives the pipe that carries the inner bytes.</summary>
/// <exception cref="System.Security.Authentication.AuthenticationException">The handshake failed.</exception>
public delegate Task<(IDuplexPipe Inner, TlsFacts Tls)> TlsUpgrade(IDuplexPipe plain, CancellationToken ct);
