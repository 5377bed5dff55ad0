namespace Aether.Mime.Headers;

/// <summary>One field of a header block, as ranges over the block. RFC 5322 §2.2.</summary>
public readonly ref struct HeaderField(ReadOnlySpan<byte> whole, int nameLength, int valueStart)
{
    /// <summary>The field as it stands, folding and last line end included.</summary>
    public ReadOnlySpan<byte> Whole { get; } = whole;

    /// <summary>The field name, without the colon; empty for a line that is no field.</summary>
    public ReadOnlySpan<byte> Name => Whole[..nameLength];

    /// <summary>All that follows the colon, still folded.</summary>
    public ReadOnlySpan<byte> RawValue => Whole[valueStart..];

    public bool Is(ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(Name, name);

    /// <summary>Writes the value without its line ends (RFC 5322 §2.2.3) and outer white space; gives the octets written.</summary>
    public int Unfold(Span<byte> target) => Unfold(RawValue, target);

    internal static int Unfold(ReadOnlySpan<byte> raw, Span<byte> target)
    {
        raw = raw.Trim(" \t\r\n"u8);
        int length = 0;
        while (!raw.IsEmpty)
        {
            int stop = raw.IndexOfAny((byte)'\r', (byte)'\n');
            var run = stop < 0 ? raw : raw[..stop];
            run.CopyTo(target[length..]);
            length += run.Length;
            raw = stop < 0 ? default : raw[(stop + 1)..];
        }

        return length;
    }
}
