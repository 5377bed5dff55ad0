using System.Buffers;
using System.Buffers.Text;

namespace Aether.Queue.Outbound.SevenBit;

/// <summary>Writes octets that come as lines as base64. RFC 2045 §6.8. The line end before a boundary is the boundary's (RFC 2046 §5.1.1).</summary>
internal struct Base64Lines
{
    private const int OctetsPerLine = 57; // 76 characters
    private byte[]? held;
    private int count;
    private bool any;

    /// <param name="text">Without its line end.</param>
    public void WriteLine(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (any)
            Add("\r\n"u8, output);
        any = true;
        Add(text, output);
    }

    public void Finish(IBufferWriter<byte> output)
    {
        if (count > 0)
            WriteHeld(output);
        any = false;
    }

    private void Add(ReadOnlySpan<byte> octets, IBufferWriter<byte> output)
    {
        held ??= new byte[OctetsPerLine];
        while (!octets.IsEmpty)
        {
            int take = Math.Min(octets.Length, OctetsPerLine - count);
            octets[..take].CopyTo(held.AsSpan(count));
            count += take;
            octets = octets[take..];
            if (count == OctetsPerLine)
                WriteHeld(output);
        }
    }

    private void WriteHeld(IBufferWriter<byte> output)
    {
        var target = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(OctetsPerLine));
        Base64.EncodeToUtf8(held.AsSpan(0, count), target, out _, out int written);
        output.Advance(written);
        output.Write("\r\n"u8);
        count = 0;
    }
}
