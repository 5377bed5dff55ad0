using System.Text;
using Aether.Protocol.Imap;
using CsCheck;

namespace Aether.Protocol.Tests.Imap;

/// <summary>Names, queries and changes of message annotations. RFC 5257 §3.2, §5.</summary>
public sealed class AnnotationTests
{
    private static readonly string[] Pieces = ["/", "comment", "1", ".2", "*", "%", "(", ")", " ", "value", ".priv", ".shared", "size", "NIL", "\"x\"", "~{1}\r\nx", "{2}\r\nab", "\0", "\u00e9"];

    [Theory]
    [InlineData("/comment", true)]
    [InlineData("/vendor/x/y", true)]
    [InlineData("/1.2/comment", true)]
    [InlineData("/Comment", true)]
    [InlineData("comment", false)]
    [InlineData("/", false)]
    [InlineData("/a/", false)]
    [InlineData("/a//b", false)]
    [InlineData("/a*", false)]
    [InlineData("/flags", false)]
    [InlineData("/flags/seen", false)]
    [InlineData("/1.0/comment", false)]
    [InlineData("/1..2/comment", false)]
    [InlineData("/1", false)]
    [InlineData("/a b", false)]
    public void Names(string text, bool isOne) => Assert.Equal(isOne, AnnotationName.TryParse(Encoding.Latin1.GetBytes(text), out _));

    [Fact]
    public void A_name_tells_the_part_it_is_about()
    {
        Assert.True(AnnotationName.TryPart("/1.2/flags/seen", out uint[] path));
        Assert.Equal([1u, 2u], path);
        Assert.False(AnnotationName.TryPart("/comment", out _));
    }

    [Theory]
    [InlineData(" (/comment value)", "/comment", AnnotationSides.Both, AnnotationSides.None)]
    [InlineData(" ((/a /%/b) (value.priv size))", "/a,/%/b", AnnotationSides.Private, AnnotationSides.Both)]
    [InlineData(" (* (size.shared value.shared value.priv))", "*", AnnotationSides.Both, AnnotationSides.Shared)]
    public void Queries(string text, string entries, AnnotationSides values, AnnotationSides sizes)
    {
        var reader = new ArgumentReader(Encoding.ASCII.GetBytes(text));
        Assert.True(AnnotationQuery.TryParse(ref reader, out var query) && reader.AtEnd);
        Assert.Equal((entries, values, sizes), (string.Join(',', query.Entries), query.Values, query.Sizes));
    }

    [Fact]
    public void Changes()
    {
        var reader = new ArgumentReader("(/a (value.priv \"1\" value.shared NIL) /b (value.shared ~{2}\r\n\0x))"u8);
        Assert.True(AnnotationChange.TryParseList(ref reader, out var changes) && reader.AtEnd);
        Assert.Equal(
            [("/a", true, "1"), ("/a", false, null), ("/b", false, "\0x")],
            changes.Select(static change => (change.Name, change.IsPrivate, change.Value is { } value ? Encoding.ASCII.GetString(value) : null)));
    }

    [Fact]
    public void More_than_a_list_may_set_is_refused()
    {
        string many = "(" + string.Join(' ', Enumerable.Range(0, AnnotationChange.MaxChanges + 1).Select(static i => $"/n{i} (value.priv NIL)")) + ")";
        var reader = new ArgumentReader(Encoding.ASCII.GetBytes(many));
        Assert.False(AnnotationChange.TryParseList(ref reader, out _));
    }

    [Fact]
    public void Whatever_comes_is_read_without_an_accident() => Gen.Int[0, Pieces.Length - 1].List[0, 30].Sample(pieces =>
    {
        byte[] text = Encoding.Latin1.GetBytes(string.Concat(pieces.Select(static at => Pieces[at])));
        bool isName = AnnotationName.TryParse(text, out string? name);
        Assert.Equal(isName, name is not null);
        Assert.True(!isName || AnnotationName.TryParsePattern(text, out _)); // a name is the pattern of itself
        var query = new ArgumentReader(text);
        Assert.True(!AnnotationQuery.TryParse(ref query, out var asked) || asked.Entries.Count > 0);
        var list = new ArgumentReader(text);
        Assert.True(!AnnotationChange.TryParseList(ref list, out var changes) || changes.All(static change => change.Name.StartsWith('/')));
    });
}
