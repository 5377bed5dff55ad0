using Aether.Mime.Structure;
using CsCheck;

namespace Aether.Mime.Tests.Structure;

/// <summary>Part numbers as RFC 3501 §6.4.5 explains them by example.</summary>
public sealed class PartIndexTests
{
    private const string Message = """
        Subject: outer
        Content-Type: multipart/mixed; boundary=a

        --a

        one
        --a
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: base64

        dHdv
        --a
        Content-Type: message/rfc822

        Subject: third
        Content-Type: multipart/alternative; boundary=b

        --b

        three-one
        --b
        Content-Type: text/html; charset="iso-8859-1"

        three-two
        --b--
        --a
        Content-Type: message/rfc822

        Subject: fourth

        four-one
        --a--
        """;

    [Theory]
    [InlineData("1", "one")]
    [InlineData("2", "dHdv")]
    [InlineData("3.1", "three-one")]
    [InlineData("3.2", "three-two")]
    [InlineData("4", "Subject: fourth\r\n\r\nfour-one")]
    [InlineData("4.1", "four-one")]
    [InlineData("0", null)]
    [InlineData("5", null)]
    [InlineData("1.1", null)]
    [InlineData("3.3", null)]
    [InlineData("4.2", null)]
    [InlineData("4.1.1", null)]
    [InlineData("4294967295", null)]
    public void A_path_leads_to_the_body_of_its_part(string path, string? body)
    {
        bool found = Index.TryFind(Path(path), out var part);

        Assert.Equal(body, found ? Text(part.BodyStart, part.BodyEnd) : null);
    }

    [Theory]
    [InlineData("", "Subject: outer\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n")]
    [InlineData("3", "Subject: third\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n")]
    [InlineData("4", "Subject: fourth\r\n\r\n")]
    [InlineData("1", null)]
    [InlineData("3.1", null)]
    public void HEADER_is_that_of_the_message_inside(string path, string? header)
    {
        bool found = Index.TryFindMessage(Path(path), out var part);

        Assert.Equal(header, found ? Text(part.HeaderStart, part.BodyStart) : null);
    }

    [Fact]
    public void A_prefix_lengthens_the_header_and_moves_the_rest()
    {
        var moved = Scan.Parts(Scan.Whole(Message), prefix: 100);

        Assert.Equal(0, moved.Root.HeaderStart);
        Assert.Equal(Index.Root.BodyStart + 100, moved.Root.BodyStart);
        Assert.Equal(Index.Entries[1].HeaderStart + 100, moved.Entries[1].HeaderStart);
    }

    [Fact]
    public void Charset_and_encoding_are_kept()
    {
        Assert.True(Index.TryFind([3, 2], out var html));
        Assert.Equal((PartKind.Html, "iso-8859-1"), (html.Kind, html.Charset));
        Assert.True(Index.TryFind([2], out var binary));
        Assert.Equal(TransferEncoding.Base64, binary.Encoding);
    }

    [Fact]
    public void A_path_of_a_thousand_numbers_ends() => Assert.False(Index.TryFind(Enumerable.Repeat(1u, 1_000).ToArray(), out _)); // case I09

    [Fact]
    public void Damaged_octets_are_refused_not_thrown_at()
    {
        byte[] packed = Scan.Whole(Message).Parts.ToArray();
        Gen.Select(Gen.Int[0, packed.Length - 1], Gen.Byte, Gen.Int[0, packed.Length]).Sample((at, octet, length) =>
        {
            byte[] damaged = [.. packed];
            damaged[at] = octet;
            _ = PartIndex.TryRead(damaged, 0, out _);
            _ = PartIndex.TryRead(packed.AsSpan(0, length), 0, out _);
        });
    }

    private static PartIndex Index => Scan.Parts(Scan.Whole(Message));

    private static uint[] Path(string path) =>
        [.. path.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(static number => uint.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];

    private static string Text(long start, long end) => Scan.Text(Scan.Octets(Message).AsMemory((int)start, (int)(end - start)));
}
