using Aether.Configuration.Schema;
using Aether.Net.Upgrade;
using Aether.Tls.Acme;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Aether.Host.Composition;

/// <summary>Hangs the HTTP ports into the server.</summary>
internal static class HttpListeners
{
    public static void Bind(KestrelServerOptions kestrel, HttpSettings settings, TlsOptionsSelector tls, AcmeChallenges? challenges, TimeSpan handshakePatience)
    {
        foreach (var listener in settings.Listeners)
        {
            if (ListenAddress.Of(listener.Address) is { } address)
                kestrel.Listen(address, listener.Port, Configure);
            else
                kestrel.ListenAnyIP(listener.Port, Configure);

            void Configure(ListenOptions endPoint)
            {
                ForwardedClients.Mark(endPoint, listener.Proxy);
                if (listener.Tls is not ListenerTls.Implicit)
                    return;
                if (challenges is not null)
                    endPoint.Use(next => new AcmeHandshake(next, challenges, handshakePatience).OnConnectionAsync);
                endPoint.UseHttps(new TlsHandshakeCallbackOptions
                {
                    HandshakeTimeout = handshakePatience,
                    OnConnection = async handshake => challenges is not null && AcmeHandshake.IsOne(handshake.Connection)
                        ? await challenges.FindHandshakeAsync(handshake.ClientHelloInfo.ServerName, handshake.CancellationToken) ?? tls(handshake.ClientHelloInfo.ServerName)
                        : tls(handshake.ClientHelloInfo.ServerName),
                });
            }
        }
    }
}
