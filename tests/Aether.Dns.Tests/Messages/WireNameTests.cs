using System.Text;
using Aether.Dns.Messages;

namespace Aether.Dns.Tests.Messages;

/// <summary>Names, and those that are none. RFC 1035 §4.1.4.</summary>
public class WireNameTests
{
    [Theory]
    [InlineData("00", "")]
    [InlineData("0141026263047465737400", "a.bc.test")] // in lower case
    [InlineData("03612E6200", "a\\.b")] // a dot within a label
    [InlineData("0820095C223B7FC3A900", "\\032\\009\\\\\\\"\\;\\127\\195\\169")]
    public void Names_are_read_as_a_master_file_has_them(string octets, string expected)
    {
        var reader = new WireReader([.. new byte[12], .. Convert.FromHexString(octets), 7]);
        Assert.True(reader.TrySkip(12) && reader.TryName(out string name) && name == expected);
        Assert.Equal(1, reader.Left);
    }

    [Fact]
    public void The_end_of_a_name_may_stand_before_it()
    {
        byte[] message = [.. new byte[12], .. Label("test"), 0, .. Label("example"), 0xC0, 12, .. Label("mx"), 0xC0, 18, 9];
        var reader = new WireReader(message);
        Assert.True(reader.TrySkip(28) && reader.TryName(out string name) && name == "mx.example.test");
        Assert.Equal(1, reader.Left);
    }

    [Theory]
    [InlineData("C00C")] // itself
    [InlineData("0161C00C")] // its own beginning
    [InlineData("C00E00")] // what comes behind
    [InlineData("C00EC00C")] // one another
    [InlineData("C000")] // the header
    [InlineData("FFFF")]
    [InlineData("C0")]
    [InlineData("40")]
    [InlineData("8061")]
    [InlineData("0361")]
    [InlineData("0161")]
    [InlineData("")]
    public void What_is_none_is_refused(string octets)
    {
        var reader = new WireReader([.. new byte[12], .. Convert.FromHexString(octets)]);
        Assert.True(reader.TrySkip(12));
        Assert.False(reader.TryName(out _));
    }

    [Theory]
    [InlineData(3, 61, true)] // 3 * 64 + 62 + 1 = 255
    [InlineData(3, 62, false)]
    public void None_is_longer_than_255_octets(int labels, int last, bool isName)
    {
        byte[] whole = [.. new byte[12], .. Enumerable.Range(0, labels).SelectMany(_ => Label(new string('a', 63))), .. Label(new string('b', last)), 0];
        var reader = new WireReader(whole);
        Assert.True(reader.TrySkip(12));
        Assert.Equal(isName, reader.TryName(out _));

        // Nor by a pointer.
        byte[] halves = [.. new byte[12], .. whole[76..], .. whole[12..76], 0xC0, 12];
        reader = new WireReader(halves);
        Assert.True(reader.TrySkip(whole.Length - 64));
        Assert.Equal(isName, reader.TryName(out _));
    }

    private static byte[] Label(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
