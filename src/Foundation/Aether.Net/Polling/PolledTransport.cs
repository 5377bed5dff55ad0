using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aether.Net.Polling;

/// <summary>
/// Gives Kestrel the connections of mail listeners. Its own transport passes each octet through three threads of the pool, which costs a short command more than
/// its answer does (docs/decisions/0022); web requests stay there.
/// </summary>
internal sealed class PolledTransport(IOptions<SocketTransportOptions> options, ILogger<PolledTransport> logger) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => endpoint is MailEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var mail = (MailEndPoint)endpoint;
        return ValueTask.FromResult<IConnectionListener>(PolledListener.Bind(mail, options.Value.Backlog, new ServedConnections(mail.Serve, logger)));
    }
}
