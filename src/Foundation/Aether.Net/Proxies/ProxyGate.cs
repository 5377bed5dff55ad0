using System.Net;
using Aether.Net.Limits;
using Microsoft.AspNetCore.Connections;

namespace Aether.Net.Proxies;

/// <summary>
/// Stands in front of a listener behind a proxy: reads who the client is before anybody counts or serves the connection. A
/// peer that is no trusted proxy is cut off, since its header would be a lie (case S08).
/// </summary>
internal sealed class ProxyGate(NetworkSet proxies, TimeSpan patience, TimeProvider clock)
{
    /// <returns>Null when the connection may be served; else why it was cut off.</returns>
    public async ValueTask<string?> EnterAsync(ConnectionContext connection)
    {
        if (connection.RemoteEndPoint is not IPEndPoint peer || !proxies.Contains(Unmapped(peer.Address)))
            return "the peer is no trusted proxy";
        using var late = new CancellationTokenSource(patience, clock);
        try
        {
            if (await ReadAsync(connection, late.Token) is not { } header)
                return "no PROXY header came";
            if (header.Client is not null)
                connection.RemoteEndPoint = header.Client;
            if (header.Destination is not null)
                connection.LocalEndPoint = header.Destination;
            return null;
        }
        catch (OperationCanceledException)
        {
            return "the PROXY header came too late";
        }
    }

    private static async ValueTask<ProxyHeader?> ReadAsync(ConnectionContext connection, CancellationToken ct)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(ct);
            var rest = read.Buffer;
            var status = ProxyHeaderReader.TryRead(ref rest, out var header);
            input.AdvanceTo(rest.Start, status is ProxyHeaderStatus.Incomplete ? rest.End : rest.Start);
            if (status is ProxyHeaderStatus.Complete)
                return header;
            if (status is ProxyHeaderStatus.Malformed || read.IsCompleted)
                return null;
        }
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
