using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Aether.Smtp.Hooks.Milter;

/// <summary>A connection to a filter: packets out, packets in.</summary>
internal sealed class MilterConnection : IAsyncDisposable
{
    private const uint Version = 6;
    private const uint AllActions = 0xFF; // all but SETSYMLIST: macros are sent as each stage has them
    private readonly Stream stream;
    private readonly PipeReader input;
    private readonly PipeWriter output;

    private MilterConnection(Socket socket)
    {
        stream = new NetworkStream(socket, ownsSocket: true);
        input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }

    /// <summary>What the filter wants to hear of.</summary>
    public MilterSteps Steps { get; private set; }

    /// <param name="address"><c>inet:host:port</c> or <c>unix:path</c>.</param>
    /// <param name="ct">Fires when it takes too long.</param>
    /// <exception cref="HookException">Nobody is there, or no milter.</exception>
    public static async ValueTask<MilterConnection> OpenAsync(string address, CancellationToken ct)
    {
        var remote = Parse(address);
        var socket = new Socket(remote is UnixDomainSocketEndPoint ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (remote is DnsEndPoint named)
            {
                socket.Dispose();
                socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(named, ct);
            }
            else
            {
                await socket.ConnectAsync(remote, ct);
            }
        }
        catch (SocketException gone)
        {
            socket.Dispose();
            throw new HookException($"no connection to {address}: {gone.Message}", gone);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }

        var connection = new MilterConnection(socket);
        try
        {
            await connection.NegotiateAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public void Write(MilterFrame frame) => frame.WriteTo(output);

    public async ValueTask FlushAsync(CancellationToken ct)
    {
        await output.FlushAsync(ct);
    }

    /// <exception cref="HookException">The filter has closed the connection, or speaks another language.</exception>
    public async ValueTask<MilterFrame> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            var read = await input.ReadAsync(ct);
            var rest = read.Buffer;
            var frame = MilterFrame.TryRead(ref rest);
            input.AdvanceTo(rest.Start, frame is null ? rest.End : rest.Start);

            if (frame is { Command: not 'p' } whole) // 'p': still at work
                return whole;
            if (frame is null && read.IsCompleted)
                throw new HookException("the milter closed the connection");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await input.CompleteAsync();
        try
        {
            await output.CompleteAsync();
            await stream.DisposeAsync();
        }
        catch (IOException)
        {
            // The filter was faster.
        }
    }

    private async ValueTask NegotiateAsync(CancellationToken ct)
    {
        byte[] offer = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(offer, Version);
        BinaryPrimitives.WriteUInt32BigEndian(offer.AsSpan(4), AllActions);
        BinaryPrimitives.WriteUInt32BigEndian(offer.AsSpan(8), (uint)MilterSteps.Known);
        Write(new MilterFrame('O', offer));
        await FlushAsync(ct);
        var answer = await ReadAsync(ct);
        if (answer.Command != 'O' || answer.Data.Length < 12)
            throw new HookException("the milter did not answer the negotiation");
        Steps = (MilterSteps)BinaryPrimitives.ReadUInt32BigEndian(answer.Data.Span[8..]) & MilterSteps.Known;
    }

    private static EndPoint Parse(string address)
    {
        if (address.StartsWith("unix:", StringComparison.Ordinal))
            return new UnixDomainSocketEndPoint(address["unix:".Length..]);
        int colon = address.LastIndexOf(':');
        var host = address["inet:".Length..colon];
        int port = int.Parse(address.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture);
        return new DnsEndPoint(host.Trim('[', ']'), port);
    }
}
