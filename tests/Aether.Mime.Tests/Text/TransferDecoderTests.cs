using System.Text;
using Aether.Mime.Structure;
using Aether.Mime.Text;
using CsCheck;

namespace Aether.Mime.Tests.Text;

/// <summary>Transfer encodings undone, in whatever pieces they come. RFC 2045 §6.7, §6.8.</summary>
public sealed class TransferDecoderTests
{
    private static readonly string[] Pieces = ["=", " ", "\t", "\r", "\n", "A", "4", "x"];

    [Theory]
    [InlineData("a=3D=C3=A9=c3=a9b", "a=ééb")]
    [InlineData("soft=\r\nbreak", "softbreak")]
    [InlineData("blanks= \t\r\ngo", "blanksgo")]
    [InlineData("kept \t=\r\nhere", "kept \there")]
    [InlineData("end  \t\r\nof line", "end\r\nof line")]
    [InlineData("a  b\t c", "a  b\t c")]
    [InlineData("bare=\nfeed", "barefeed")]
    [InlineData("no=XYcode=4", "no=XYcode")]
    [InlineData("a= b", "a= b")]
    [InlineData("a==41", "a=A")]
    public void Quoted_printable_is_undone_in_any_pieces(string encoded, string expected)
    {
        byte[] octets = Encoding.UTF8.GetBytes(encoded);
        for (int piece = 1; piece <= octets.Length; piece++)
            Assert.Equal(expected, Encoding.UTF8.GetString(Decode(TransferEncoding.QuotedPrintable, octets, piece)));
    }

    [Fact]
    public void Whatever_comes_the_pieces_make_no_difference() =>
        Gen.Select(Gen.Int[0, Pieces.Length - 1].Select(static at => Pieces[at]).Array[0, 60].Select(string.Concat), Gen.Int[1, 7]).Sample((text, piece) =>
        {
            byte[] octets = Encoding.ASCII.GetBytes(text);
            Assert.Equal(Decode(TransferEncoding.QuotedPrintable, octets, octets.Length + 1), Decode(TransferEncoding.QuotedPrintable, octets, piece));
        });

    [Fact]
    public void A_run_of_blanks_without_end_is_not_held_back()
    {
        byte[] octets = Encoding.ASCII.GetBytes(new string(' ', 100_000) + "x");
        Assert.Equal(octets, Decode(TransferEncoding.QuotedPrintable, octets, 1000));
    }

    private static byte[] Decode(TransferEncoding encoding, byte[] octets, int piece)
    {
        var decoder = new TransferDecoder(encoding);
        return [.. octets.Chunk(piece).SelectMany(chunk => decoder.Decode(chunk).ToArray())];
    }
}
