using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Aether.Validation.Messages;

/// <summary>The octets of header fields in canonical form, to be hashed. RFC 6376 §3.4.1, §3.4.2, §3.7.</summary>
public sealed class HeaderHash(Canonicalization canonicalization)
{
    private readonly ArrayBufferWriter<byte> octets = new(1024);

    /// <summary>Adds a whole field.</summary>
    public void Add(HeaderEntry field) => Add(field.Whole.Span, field.Whole.Length - field.RawValue.Length, isLast: false);

    /// <summary>Adds the field that carries the signature: without its line end.</summary>
    /// <param name="name">Its name as written.</param>
    /// <param name="value">What stands behind the colon, the signature itself taken out.</param>
    public void AddLast(string name, string value) => Add(Encoding.Latin1.GetBytes(name + ":" + value), name.Length + 1, isLast: true);

    public byte[] Complete() => SHA256.HashData(octets.WrittenSpan);

    private void Add(ReadOnlySpan<byte> whole, int valueStart, bool isLast)
    {
        if (canonicalization is Canonicalization.Relaxed)
            AddRelaxed(whole, valueStart);
        else
            octets.Write(whole.EndsWith("\r\n"u8) ? whole[..^2] : whole);
        if (!isLast)
            octets.Write("\r\n"u8);
    }

    private void AddRelaxed(ReadOnlySpan<byte> whole, int valueStart)
    {
        var name = whole[..(valueStart - 1)].TrimEnd(" \t"u8);
        var target = octets.GetSpan(whole.Length + 1);
        Ascii.ToLower(name, target, out int length);
        target[length++] = (byte)':';
        bool space = false;
        foreach (byte octet in whole[valueStart..].Trim(" \t\r\n"u8))
        {
            if (octet is (byte)'\r' or (byte)'\n')
                continue;
            if (octet is (byte)' ' or (byte)'\t')
            {
                space = true;
                continue;
            }

            if (space)
                target[length++] = (byte)' ';
            space = false;
            target[length++] = octet;
        }

        octets.Advance(length);
    }
}
