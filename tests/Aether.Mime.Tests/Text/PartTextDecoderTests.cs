using System.Buffers;
using System.Text;
using Aether.Mime.Structure;
using Aether.Mime.Text;

namespace Aether.Mime.Tests.Text;

/// <summary>Bodies and headers become characters, whatever they claim to be: case X04.</summary>
public sealed class PartTextDecoderTests
{
    [Theory]
    [InlineData(TransferEncoding.Identity, "utf-8", "63616665CC81", "cafe\u0301")]
    [InlineData(TransferEncoding.Identity, "iso-8859-1", "E9", "\u00E9")]
    [InlineData(TransferEncoding.Identity, "windows-1251", "CFF0E8", "\u041F\u0440\u0438")]
    [InlineData(TransferEncoding.Identity, "iso-2022-jp", "1B2442467C1B2842", "\u65E5")]
    [InlineData(TransferEncoding.Identity, "x-nobody-knows", "41", "A")]
    [InlineData(TransferEncoding.Identity, "utf-7", "2B41", "+A")]
    [InlineData(TransferEncoding.Identity, "utf-8", "C0AF", "\uFFFD\uFFFD")]
    [InlineData(TransferEncoding.QuotedPrintable, "utf-8", "633D43333D41393D0D0A78", "c\u00E9x")]
    [InlineData(TransferEncoding.Base64, "utf-8", "59380D0A4F7065413D3D0D0A", "c\u00E9x")]
    public void Text_is_decoded_whole_and_octet_by_octet(TransferEncoding encoding, string charset, string hex, string expected)
    {
        byte[] octets = Convert.FromHexString(hex);
        Assert.Equal(expected, Decode(encoding, charset, octets, octets.Length));
        Assert.Equal(expected, Decode(encoding, charset, octets, 1));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=?utf-8?q?caf=C3=A9?= =?utf-8?b?w6k=?=", "caf\u00E9\u00E9")]
    [InlineData("=?broken", "=?broken")]
    public void Header_text_is_decoded(string raw, string expected) => Assert.Equal(expected, HeaderText.Decode(Encoding.Latin1.GetBytes(raw)));

    private static string Decode(TransferEncoding encoding, string charset, byte[] octets, int size)
    {
        var decoder = new PartTextDecoder(encoding, charset);
        var output = new ArrayBufferWriter<char>();
        for (int at = 0; at < octets.Length; at += size)
            decoder.Decode(octets.AsMemory(at, Math.Min(size, octets.Length - at)), output);
        decoder.Decode(default, output);
        return new string(output.WrittenSpan);
    }
}
