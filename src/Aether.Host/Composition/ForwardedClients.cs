using System.Net;
using Aether.Configuration.Schema;
using Aether.Net.Limits;
using Aether.Net.Proxies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Aether.Host.Composition;

/// <summary>
/// Takes a request for its client's, and for as private as it was, where it comes through a proxy of <c>limits.proxyNetworks</c> to a port that says so: limits,
/// bans and the login history then go by the client. From anybody else those headers are just text.
/// </summary>
internal static class ForwardedClients
{
    /// <summary>Notes on each connection of a port what its proxy tells by.</summary>
    public static void Mark(IConnectionBuilder endPoint, ProxyHeaders headers)
    {
        if (headers is ProxyHeaders.None)
            return;
        var mark = new ProxiedPort(headers);
        endPoint.Use(next => connection =>
        {
            connection.Features.Set(mark);
            return next(connection);
        });
    }

    public static void UseForwardedClients(this IApplicationBuilder app, IReadOnlyList<IPNetwork> proxies)
    {
        if (proxies.Count == 0)
            return;
        var known = new NetworkSet(proxies);
        app.Use((context, next) =>
        {
            if (context.Features.Get<ProxiedPort>() is { } port)
                Apply(context, port.Headers, known);
            return next(context);
        });
    }

    private static void Apply(HttpContext context, ProxyHeaders headers, NetworkSet proxies)
    {
        if (context.Connection.RemoteIpAddress is not { } remote)
            return;
        var peer = remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote;
        if (!proxies.Contains(peer))
            return;
        var sent = context.Request.Headers;
        var told = headers is ProxyHeaders.Forwarded
            ? ForwardedRequest.Read(peer, sent["Forwarded"], proxies)
            : ForwardedRequest.Read(peer, sent["X-Forwarded-For"], sent["X-Forwarded-Proto"], proxies);
        context.Connection.RemoteIpAddress = told.Client;
        if (told.Scheme is { } scheme)
            context.Request.Scheme = scheme;
    }

    private sealed record ProxiedPort(ProxyHeaders Headers);
}
