using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue.Settings;

namespace Aether.Queue.Outbound;

/// <summary>A connection to a remote server: lines out, bounded replies in, each within its time. RFC 5321 §4.5.3.2.</summary>
internal sealed class OutboundConnection : IAsyncDisposable
{
    private readonly OutboundOptions options;
    private readonly TimeProvider clock;
    private readonly ReplyReader replies;
    private Stream stream;
    private PipeReader input;
    private PipeWriter output;

    private OutboundConnection(Stream stream, IPEndPoint remote, OutboundOptions options, TimeProvider clock)
    {
        (this.stream, this.options, this.clock, Remote) = (stream, options, clock, remote);
        replies = new ReplyReader(options.MaxReplyLine, options.MaxReplyLines);
        (input, output) = Pipes(stream);
    }

    public IPEndPoint Remote { get; }

    public bool IsEncrypted => stream is SslStream;

    /// <exception cref="OutboundFailure">No connection.</exception>
    public static async Task<OutboundConnection> DialAsync(IPEndPoint remote, OutboundOptions options, TimeProvider clock, CancellationToken ct)
    {
        var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var patience = new CancellationTokenSource(options.ConnectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await socket.ConnectAsync(remote, either.Token);
            return new OutboundConnection(new NetworkStream(socket, ownsSocket: true), remote, options, clock);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            socket.Dispose();
            throw OutboundFailure.Network($"No connection to {remote}", failure);
        }
    }

    public void Write(string line)
    {
        int length = Encoding.UTF8.GetBytes(line, output.GetSpan(Encoding.UTF8.GetMaxByteCount(line.Length) + 2));
        output.Advance(length);
        output.Write("\r\n"u8);
    }

    /// <summary>For content: written here, sent by <see cref="FlushAsync"/>.</summary>
    public IBufferWriter<byte> Content => output;

    public async ValueTask FlushAsync(TimeSpan limit, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await output.FlushAsync(either.Token);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            throw OutboundFailure.Network("Connection lost while sending", failure);
        }
    }

    /// <summary>Sends what was written and waits for one reply.</summary>
    public async ValueTask<SmtpReply> AskAsync(string line, TimeSpan limit, CancellationToken ct)
    {
        Write(line);
        await FlushAsync(limit, ct);
        return await ReadReplyAsync(limit, ct);
    }

    /// <summary>Reads one whole reply within <paramref name="limit"/>, however slowly its bytes come.</summary>
    public async ValueTask<SmtpReply> ReadReplyAsync(TimeSpan limit, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(either.Token);
                var rest = read.Buffer;
                var status = replies.TryRead(ref rest, out var reply);
                input.AdvanceTo(rest.Start, status is ReplyStatus.Incomplete ? rest.End : rest.Start);
                if (status is ReplyStatus.Complete)
                    return reply!;
                if (status is ReplyStatus.Malformed)
                    throw OutboundFailure.Protocol("The server's reply can't be understood");
                if (read.IsCompleted)
                    throw OutboundFailure.Network("The server closed the connection");
            }
        }
        catch (Exception failure) when (failure is (IOException and not OutboundFailure) or OperationCanceledException && !ct.IsCancellationRequested)
        {
            throw OutboundFailure.Network("Connection lost or timed out while waiting for a reply", failure);
        }
    }

    /// <summary>RFC 3207 §4: what came before TLS is not looked at inside it; the pipes start anew.</summary>
    public async Task UpgradeAsync(string host, TlsPolicy policy, CancellationToken ct)
    {
        if (input.TryRead(out var early) && !early.Buffer.IsEmpty)
            throw OutboundFailure.Tls("The server sent data behind its STARTTLS reply");

        await input.CompleteAsync();
        await output.CompleteAsync();
        bool mustFit = policy is TlsPolicy.Required or TlsPolicy.Implicit;
        var tls = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, errors) => errors is SslPolicyErrors.None || !mustFit);
        stream = tls;
        using var patience = new CancellationTokenSource(options.TlsTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, either.Token);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            throw OutboundFailure.Tls("The TLS handshake failed", failure);
        }

        (input, output) = Pipes(tls);
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
            // The other side was faster.
        }
    }

    private static (PipeReader Input, PipeWriter Output) Pipes(Stream stream) =>
        (PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)), PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true, minimumBufferSize: 16 << 10)));
}
