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
                if (listener.Tls is not ListenerTls.Implicit)
                    return;
                if (challenges is not null)
                    endPoint.Use(next => new AcmeHandshake(next, challenges, handshakePatience).OnConnectionAsync);
                endPoint.UseHttps(new TlsHandshakeCallbackOptions
                {
                    HandshakeTimeout = handshakePatience,
                    OnConnection = handshake => ValueTask.FromResult(
                        AcmeHandshake.IsOne(handshake.Connection) && challenges?.FindHandshake(handshake.ClientHelloInfo.ServerName) is { } challenge ? challenge : tls(handshake.ClientHelloInfo.ServerName)),
                });
            }
        }
    }
}
