using System.Text;
using Aether.Protocol.Imap;
using CsCheck;

namespace Aether.Protocol.Tests.Imap;

/// <summary>Fetch items and the names they are answered under. RFC 3501 §6.4.5.</summary>
public sealed class FetchArgumentsTests
{
    private static readonly FetchLimits Limits = new(MaxItems: 20, MaxPath: 64, MaxFields: 10);

    [Theory]
    [InlineData("ALL", "FLAGS INTERNALDATE RFC822.SIZE ENVELOPE")]
    [InlineData("FAST", "FLAGS INTERNALDATE RFC822.SIZE")]
    [InlineData("FULL", "FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY")]
    [InlineData("body", "BODY")]
    [InlineData("(uid BODYSTRUCTURE)", "UID BODYSTRUCTURE")]
    [InlineData("BODY[]", "BODY[]!")]
    [InlineData("BODY.PEEK[]<0.2048>", "BODY[]<0>")]
    [InlineData("BODY[1.2.3.MIME]<5.1>", "BODY[1.2.3.MIME]<5>!")]
    [InlineData("BODY.PEEK[header.fields (date \"from\")]", "BODY[HEADER.FIELDS (DATE FROM)]")]
    [InlineData("BODY.PEEK[4.HEADER.FIELDS.NOT (X-A)]", "BODY[4.HEADER.FIELDS.NOT (X-A)]")]
    [InlineData("(BODY[HEADER] BODY[TEXT] BODY[1])", "BODY[HEADER]! BODY[TEXT]! BODY[1]!")]
    [InlineData("(RFC822 RFC822.HEADER RFC822.TEXT)", "RFC822! RFC822.HEADER RFC822.TEXT!")]
    [InlineData("BODY[MIME]", null)]
    [InlineData("BODY[1.]", null)]
    [InlineData("BODY[0]", null)]
    [InlineData("BODY[1", null)]
    [InlineData("BODY[FOO]", null)]
    [InlineData("BODY[HEADER.FIELDS ()]", null)]
    [InlineData("BODY[HEADER.FIELDS]", null)]
    [InlineData("BODY[]<0.0>", null)]
    [InlineData("BODY[]<-1.5>", null)]
    [InlineData("BODY[]<0.9223372036854775808>", null)]
    [InlineData("()", null)]
    [InlineData("(FLAGS", null)]
    [InlineData("FOO", null)]
    public void Items_are_parsed(string text, string? expected) => Assert.Equal(expected, Parse(text));

    [Fact]
    public void A_path_of_a_thousand_numbers_is_refused() => Assert.Null(Parse("BODY[" + string.Join('.', Enumerable.Repeat("1", 1_000)) + "]")); // case I09

    [Fact]
    public void More_items_than_allowed_are_refused() => Assert.Null(Parse("(" + string.Join(' ', Enumerable.Repeat("UID", 21)) + ")"));

    [Fact]
    public void Random_pieces_never_throw()
    {
        string[] pieces = ["BODY", "[", "]", "<0.1>", "1.", "2", "HEADER", ".FIELDS (", "a", ")", " ", "(", "TEXT", "MIME", ".PEEK[", "FLAGS", "UID"];
        Gen.Int[0, pieces.Length - 1].Select(at => pieces[at]).Array[0, 12].Sample(static parts => _ = Parse(string.Concat(parts)), iter: 5_000);
    }

    private static string? Parse(string text)
    {
        var reader = new ArgumentReader(Encoding.ASCII.GetBytes(text));
        return FetchArguments.TryParse(ref reader, Limits, out var items) && reader.AtEnd
            ? string.Join(' ', items.Select(static item => Encoding.ASCII.GetString(item.Label.Span) + (item.SetsSeen ? "!" : string.Empty)))
            : null;
    }
}
