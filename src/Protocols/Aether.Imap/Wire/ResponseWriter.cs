using System.Buffers;
using System.Text;
using Aether.Net.Connections;
using Aether.Protocol.Imap;

namespace Aether.Imap.Wire;

/// <summary>Writes responses to the client; they go out when the session waits for input or when enough has gathered. RFC 3501 §7.</summary>
internal sealed class ResponseWriter(MailConnection connection, TimeSpan patience)
{
    private const int FlushAt = 16 * 1024;

    private readonly GatheredOutput output = new(connection);

    /// <summary>For those who write untagged data piece by piece.</summary>
    public IBufferWriter<byte> Output => output;

    /// <summary>A literal was announced and is not complete: nothing else can be said now.</summary>
    public bool IsInsideLiteral { get; set; }

    public void Raw(ReadOnlySpan<byte> octets)
    {
        var span = output.GetSpan();
        if (octets.Length > span.Length)
        {
            output.Write(octets);
            return;
        }

        octets.CopyTo(span);
        output.Advance(octets.Length);
    }

    /// <summary>One untagged line.</summary>
    public void Untagged(ReadOnlySpan<byte> line)
    {
        Raw("* "u8);
        Raw(line);
        Raw("\r\n"u8);
    }

    /// <summary>An untagged line of ASCII text.</summary>
    public void Untagged(string line)
    {
        Raw("* "u8);
        Encoding.ASCII.GetBytes(line, Output);
        Raw("\r\n"u8);
    }

    /// <summary>EXISTS, RECENT and EXPUNGE.</summary>
    public void Untagged(int number, ReadOnlySpan<byte> word)
    {
        Raw("* "u8);
        ImapString.WriteNumber(Output, number);
        Raw(" "u8);
        Raw(word);
        Raw("\r\n"u8);
    }

    /// <summary>NIL, a string, or a literal8 where it holds NUL. RFC 4466 §3, RFC 5464 §5.</summary>
    public void NString8(ReadOnlyMemory<byte>? value)
    {
        if (value is not { } octets)
        {
            Raw("NIL"u8);
        }
        else if (octets.Span.Contains((byte)0))
        {
            Raw("~"u8);
            ImapString.WriteLiteralHead(Output, octets.Length);
            Raw(octets.Span);
        }
        else
        {
            ImapString.Write(Output, octets.Span);
        }
    }

    public void Continue(ReadOnlySpan<byte> text)
    {
        Raw("+ "u8);
        Raw(text);
        Raw("\r\n"u8);
    }

    public void Tagged(ReadOnlySpan<byte> tag, ImapReply reply)
    {
        Raw(tag);
        Raw(reply.Status switch { ReplyStatus.Ok => " OK "u8, ReplyStatus.No => " NO "u8, _ => " BAD "u8 });
        if (reply.Code is { } code)
            Encoding.ASCII.GetBytes($"[{code}] ", Output);
        Encoding.ASCII.GetBytes(reply.Text, Output);
        Raw("\r\n"u8);
    }

    /// <summary>Enough has gathered to be sent.</summary>
    public bool IsFull => output.Unflushed >= FlushAt;

    /// <summary>Sends what has gathered, once there is enough of it.</summary>
    public ValueTask FlushIfFullAsync(CancellationToken ct) => IsFull ? FlushAsync(ct) : ValueTask.CompletedTask;

    /// <exception cref="PeerGoneException">The client has closed its side.</exception>
    public async ValueTask FlushAsync(CancellationToken ct)
    {
        if (!await TryFlushAsync(ct))
            throw new PeerGoneException();
    }

    /// <returns>False when the client has closed its side.</returns>
    public ValueTask<bool> TryFlushAsync(CancellationToken ct)
    {
        if (output.Unflushed is 0)
            return ValueTask.FromResult(true);
        output.Commit();
        return connection.FlushAsync(patience, ct);
    }
}
