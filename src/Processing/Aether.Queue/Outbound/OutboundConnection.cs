using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue.Policies;
using Aether.Queue.Settings;
using Aether.Validation.TlsReports;

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

    private readonly Socket socket;

    private OutboundConnection(Socket socket, EndPoint remote, OutboundOptions options, TimeProvider clock)
    {
        stream = new NetworkStream(socket, ownsSocket: true);
        (this.socket, this.options, this.clock, Remote) = (socket, options, clock, remote);
        replies = new ReplyReader(options.MaxReplyLine, options.MaxReplyLines);
        (input, output) = Pipes(stream);
    }

    public EndPoint Remote { get; }

    public EndPoint? Local => socket.LocalEndPoint;

    public bool IsEncrypted => stream is SslStream;

    /// <summary>Open, and the server has said nothing that it was not asked for: a session that waited may go on.</summary>
    public bool IsQuiet => socket.Connected && !socket.Poll(0, SelectMode.SelectRead);

    /// <param name="remote">Where to.</param>
    /// <param name="from">The address to go out from; null: the system chooses.</param>
    /// <param name="options">How long it may take.</param>
    /// <param name="clock">Measures that.</param>
    /// <param name="ct">Fires when the server stops at once.</param>
    /// <exception cref="OutboundFailure">No connection.</exception>
    public static async Task<OutboundConnection> DialAsync(EndPoint remote, IPAddress? from, OutboundOptions options, TimeProvider clock, CancellationToken ct)
    {
        bool isTcp = remote is IPEndPoint;
        var socket = new Socket(remote.AddressFamily, SocketType.Stream, isTcp ? ProtocolType.Tcp : ProtocolType.Unspecified);
        using var patience = new CancellationTokenSource(options.ConnectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            if (isTcp)
                socket.NoDelay = true;
            if (from is not null)
                socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(remote, either.Token);
            return new OutboundConnection(socket, remote, options, clock);
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
    public async Task UpgradeAsync(NextHop hop, TlsSight sight, CancellationToken ct)
    {
        if (input.TryRead(out var early) && !early.Buffer.IsEmpty)
            throw OutboundFailure.Tls("The server sent data behind its STARTTLS reply");

        await input.CompleteAsync();
        await output.CompleteAsync();
        var tls = new SslStream(stream, leaveInnerStreamOpen: false, (_, certificate, chain, errors) => Fits(hop, sight, certificate, chain, errors));
        stream = tls;
        using var patience = new CancellationTokenSource(options.TlsTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = hop.Host }, either.Token);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            sight.Blame(sight.CertificateFlaw ?? TlsResultType.ValidationFailure, sight.CertificateFlaw is null ? "the handshake failed" : "");
            throw OutboundFailure.Tls("The TLS handshake failed", failure);
        }

        sight.Encrypted();
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

    private static bool Fits(NextHop hop, TlsSight sight, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        bool isPinned = certificate is X509Certificate2 leaf && DaneMatch.CanJudge(hop.Tlsa)
            && DaneMatch.Fits(hop.Tlsa, leaf, [.. chain?.ChainPolicy.ExtraStore ?? [], .. chain?.ChainElements.Select(element => element.Certificate) ?? []], errors);
        sight.Look(hop, isPinned, chain, errors);
        return hop.Tls switch
        {
            TlsPolicy.Required or TlsPolicy.Implicit => errors is SslPolicyErrors.None,
            TlsPolicy.Dane => isPinned,
            _ => true,
        };
    }

    private static (PipeReader Input, PipeWriter Output) Pipes(Stream stream) =>
        (PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)), PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true, minimumBufferSize: 16 << 10)));
}
