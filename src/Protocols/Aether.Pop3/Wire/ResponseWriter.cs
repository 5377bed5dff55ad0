using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Aether.Net.Connections;

namespace Aether.Pop3.Wire;

/// <summary>Writes answers to the client; they go out when the session waits for input or when enough has gathered. RFC 1939 §3, RFC 2449 §6.8.</summary>
internal sealed class ResponseWriter(MailConnection connection, TimeSpan patience)
{
    private const int FlushAt = 64 * 1024;

    public PipeWriter Output => connection.Output;

    /// <summary>An answer of several lines was begun and is not complete: nothing else can be said now.</summary>
    public bool IsInsideAnswer { get; private set; }

    public void Status(Pop3Reply reply)
    {
        Output.Write(reply.IsOk ? "+OK "u8 : "-ERR "u8);
        if (reply.Code is { } code)
            Encoding.ASCII.GetBytes($"[{code}] ", Output);
        Encoding.ASCII.GetBytes(reply.Text, Output);
        Output.Write("\r\n"u8);
    }

    /// <summary>Begins an answer of several lines.</summary>
    public void Begin(string text)
    {
        Status(Pop3Reply.Ok(text));
        IsInsideAnswer = true;
    }

    /// <summary>One line of ASCII that does not begin with a dot.</summary>
    public void Line(string line)
    {
        Encoding.ASCII.GetBytes(line, Output);
        Output.Write("\r\n"u8);
    }

    /// <summary>Ends an answer of several lines; the dot is the caller's where it encodes octets itself.</summary>
    public Pop3Reply End(bool withDot = true)
    {
        if (withDot)
            Output.Write(".\r\n"u8);
        IsInsideAnswer = false;
        return Pop3Reply.Written;
    }

    public void Continue(ReadOnlySpan<byte> base64)
    {
        Output.Write("+ "u8);
        Output.Write(base64);
        Output.Write("\r\n"u8);
    }

    /// <exception cref="PeerGoneException">The client has closed its side.</exception>
    public async ValueTask FlushIfFullAsync(CancellationToken ct)
    {
        if (Output.UnflushedBytes >= FlushAt && !await TryFlushAsync(ct))
            throw new PeerGoneException();
    }

    /// <returns>False when the client has closed its side.</returns>
    public ValueTask<bool> TryFlushAsync(CancellationToken ct) =>
        Output.UnflushedBytes is 0 ? ValueTask.FromResult(true) : connection.FlushAsync(patience, ct);
}
