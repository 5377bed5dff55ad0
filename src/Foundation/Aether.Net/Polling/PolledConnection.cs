using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Aether.Net.Polling;

/// <summary>A connection as Kestrel and its middleware know them, on a <see cref="PolledSocket"/>.</summary>
/// <remarks>Kestrel's own base for this offers eight features, which nobody asks here for: a table of them was a tenth of what an idle connection takes.</remarks>
internal sealed class PolledConnection : ConnectionContext, IConnectionSocketFeature
{
    private readonly PolledSocket socket;
    private readonly PolledOutput output;
    private CancellationTokenSource? closed;

    public PolledConnection(Socket accepted, EndPoint? local, PollLoop loop)
    {
        LocalEndPoint = local;
        RemoteEndPoint = accepted.RemoteEndPoint; // fails where the peer is gone already: before a loop knows the socket
        socket = new PolledSocket(accepted, loop);
        output = new PolledOutput(socket);
        Transport = new PolledPipe(socket, new PolledInput(socket), output);
    }

    public override string ConnectionId { get; set; } = ConnectionNumber.Next();

    /// <summary>Made for who asks: no mail session does.</summary>
    public override CancellationToken ConnectionClosed { get => Closed().Token; set => throw new NotSupportedException("It fires when the connection is closed."); }

    /// <summary>Made for who asks: no mail session does.</summary>
    public override IFeatureCollection Features
    {
        get
        {
            if (field is null)
            {
                field = new FewFeatures();
                field.Set<IConnectionSocketFeature>(this);
            }

            return field;
        }
    }

    public override IDictionary<object, object?> Items { get => field ??= new Dictionary<object, object?>(); set; }

    public override IDuplexPipe Transport { get; set; }

    Socket IConnectionSocketFeature.Socket => socket.Socket;

    public override void Abort(ConnectionAbortedException abortReason)
    {
        socket.Shutdown();
        ThreadPool.UnsafeQueueUserWorkItem(static source => source.Cancel(), Closed(), preferLocal: false);
    }

    public override async ValueTask DisposeAsync()
    {
        await Transport.Input.CompleteAsync();
        await Transport.Output.CompleteAsync();
        socket.Dispose();
        output.Dispose();
        if (Volatile.Read(ref closed) is { } heard)
            await heard.CancelAsync();
        await base.DisposeAsync();
    }

    private CancellationTokenSource Closed() => Volatile.Read(ref closed) ?? Interlocked.CompareExchange(ref closed, new CancellationTokenSource(), null) ?? closed;
}
