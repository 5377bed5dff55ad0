using System.Net.Security;
using System.Security.Authentication;
using Aether.Net.Connections;

namespace Aether.Testing.Transcripts;

/// <summary>STARTTLS without a handshake: the same pipe goes on, and the session believes it is inside TLS.</summary>
public static class FakeTls
{
    public static TlsFacts Facts { get; } = new(SslProtocols.Tls13, TlsCipherSuite.TLS_AES_256_GCM_SHA384, ServerName: null);

    public static TlsUpgrade Upgrade { get; } = static (plain, _) => Task.FromResult((plain, Facts));
}
