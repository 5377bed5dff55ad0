using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Aether.Protocol.Imap;

/// <summary>Writes IMAP strings and numbers: quoted where that is allowed, else as literals, never decoded. RFC 3501 §4.3, §9.</summary>
public static class ImapString
{
    private const int MaxQuoted = 1_024;

    /// <summary>What needs a literal: 8-bit octets and controls but the tab.</summary>
    private static readonly SearchValues<byte> NotQuotable = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Select(static octet => (byte)octet).Where(static octet => octet is < 0x20 and not 0x09 or >= 0x7F)]);

    public static void WriteNumber(IBufferWriter<byte> target, long number)
    {
        var span = target.GetSpan(20);
        Utf8Formatter.TryFormat(number, span, out int written);
        target.Advance(written);
    }

    /// <summary>NIL for an empty value, else a string.</summary>
    public static void WriteNullable(IBufferWriter<byte> target, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            target.Write("NIL"u8);
        else
            Write(target, value);
    }

    public static void Write(IBufferWriter<byte> target, ReadOnlySpan<byte> value)
    {
        if (value.Length > MaxQuoted || value.ContainsAny(NotQuotable))
            WriteLiteral(target, value);
        else
            WriteQuoted(target, value);
    }

    /// <summary>Writes text as UTF-8, in quotes when it is ASCII.</summary>
    public static void Write(IBufferWriter<byte> target, string value) => Write(target, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes text in quotes with UTF-8 in them, as a client of UTF8=ACCEPT or IMAP4rev2 takes it. RFC 6855 §3.</summary>
    public static void WriteUtf8(IBufferWriter<byte> target, string value)
    {
        byte[] octets = Encoding.UTF8.GetBytes(value);
        if (octets.Length > MaxQuoted || octets.AsSpan().ContainsAny((byte)'\r', (byte)'\n', (byte)0))
            WriteLiteral(target, octets);
        else
            WriteQuoted(target, octets);
    }

    /// <summary>The announcement of a literal; its octets follow.</summary>
    public static void WriteLiteralHead(IBufferWriter<byte> target, long size)
    {
        target.Write("{"u8);
        WriteNumber(target, size);
        target.Write("}\r\n"u8);
    }

    private static void WriteQuoted(IBufferWriter<byte> target, ReadOnlySpan<byte> value)
    {
        var span = target.GetSpan((value.Length * 2) + 2);
        int length = 0;
        span[length++] = (byte)'"';
        foreach (byte octet in value)
        {
            if (octet is (byte)'"' or (byte)'\\')
                span[length++] = (byte)'\\';
            span[length++] = octet;
        }

        span[length++] = (byte)'"';
        target.Advance(length);
    }

    private static void WriteLiteral(IBufferWriter<byte> target, ReadOnlySpan<byte> value)
    {
        WriteLiteralHead(target, value.Length);
        var span = target.GetSpan(value.Length);
        value.CopyTo(span);

        // RFC 3501 §9: CHAR8 leaves out NUL.
        span[..value.Length].Replace((byte)0, (byte)'?');
        target.Advance(value.Length);
    }
}
