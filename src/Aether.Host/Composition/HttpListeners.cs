using Aether.Configuration.Schema;
using Aether.Net.Upgrade;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Aether.Host.Composition;

/// <summary>Hangs the HTTP ports into the server.</summary>
internal static class HttpListeners
{
    public static void Bind(KestrelServerOptions kestrel, HttpSettings settings, TlsOptionsSelector tls, TimeSpan handshakePatience)
    {
        foreach (var listener in settings.Listeners)
        {
            if (ListenAddress.Of(listener.Address) is { } address)
                kestrel.Listen(address, listener.Port, Configure);
            else
                kestrel.ListenAnyIP(listener.Port, Configure);

            void Configure(ListenOptions endPoint)
            {
                if (listener.Tls is not ListenerTls.Implicit)
                    return;
                endPoint.UseHttps(new TlsHandshakeCallbackOptions
                {
                    HandshakeTimeout = handshakePatience,
                    OnConnection = handshake => ValueTask.FromResult(tls(handshake.ClientHelloInfo.ServerName)),
                });
            }
        }
    }
}
