using System.Text;
using Aether.Mime.Headers;
using CsCheck;

namespace Aether.Mime.Tests.Headers;

/// <summary>Fields of a header block by range. RFC 5322 §2.2.</summary>
public sealed class HeaderFieldReaderTests
{
    [Theory]
    [InlineData("A: 1\r\nB: 2\r\n\r\n", "A=1|B=2")]
    [InlineData("A: 1\n\t2\n 3\nb :4", "A=1\t2 3|b=4")]
    [InlineData("no colon\r\n: none\r\nA B: 1\r\nC:\r\n", "=no colon|=: none|=A B: 1|C=")]
    [InlineData("\r\nA: 1\r\n", "")]
    [InlineData("", "")]
    public void Fields_are_named_and_unfolded(string block, string expected) => Assert.Equal(expected, string.Join('|', Read(Encoding.Latin1.GetBytes(block))));

    private static readonly string[] Pieces = ["A: 1\r\n", " x\r\n", "B:\n", "c", ":", "\r"];

    [Fact]
    public void The_fields_put_together_are_the_block() => Gen.Int[0, Pieces.Length - 1].Select(static at => Pieces[at]).Array[0, 20].Sample(static pieces =>
    {
        byte[] block = Encoding.Latin1.GetBytes(string.Concat(pieces));
        var whole = new StringBuilder();
        var reader = new HeaderFieldReader(block);
        while (reader.TryRead(out var field))
            whole.Append(Encoding.Latin1.GetString(field.Whole));
        return Encoding.Latin1.GetString(block).StartsWith(whole.ToString(), StringComparison.Ordinal);
    });

    private static List<string> Read(byte[] block)
    {
        var found = new List<string>();
        var reader = new HeaderFieldReader(block);
        while (reader.TryRead(out var field))
        {
            byte[] value = new byte[field.RawValue.Length];
            int length = field.Unfold(value);
            found.Add($"{Encoding.Latin1.GetString(field.Name)}={Encoding.Latin1.GetString(value, 0, length)}");
        }

        return found;
    }
}
