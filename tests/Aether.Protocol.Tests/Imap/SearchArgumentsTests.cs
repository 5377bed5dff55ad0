using System.Text;
using Aether.Protocol.Imap;
using CsCheck;

namespace Aether.Protocol.Tests.Imap;

/// <summary>Search keys become a program in postfix order. RFC 3501 §6.4.4; case I06.</summary>
public sealed class SearchArgumentsTests
{
    [Theory]
    [InlineData("ALL", "All")]
    [InlineData("1:3 UNSEEN", "1:3 Flag(\\Seen) Not And2")]
    [InlineData("OR SEEN (DELETED NOT FLAGGED)", "Flag(\\Seen) Flag(\\Deleted) Flag(\\Flagged) Not And2 Or")]
    [InlineData("NOT NOT SEEN", "Flag(\\Seen) Not Not")]
    [InlineData("((SEEN))", "Flag(\\Seen)")]
    [InlineData("NEW", "Flag(\\Recent) Flag(\\Seen) Not And2")]
    [InlineData("OLD", "Flag(\\Recent) Not")]
    [InlineData("KEYWORD $Junk UNKEYWORD x", "Flag($Junk) Flag(x) Not And2")]
    [InlineData("UID 5,7:*", "Uids5,7:*")]
    [InlineData("SUBJECT \"a b\" HEADER X-A {2}\r\nhi", "Header[SUBJECT](a b) Header[X-A](hi) And2")]
    [InlineData("BODY x TEXT y", "Body(x) Text(y) And2")]
    [InlineData("SINCE 1-Feb-1994 LARGER 10 SMALLER 5000000000", "InternalSince1994-02-01 Larger10 Smaller5000000000 And3")]
    [InlineData("CHARSET utf-8 FROM \u00E9", "Bad")]
    [InlineData("CHARSET KOI8-R ALL", "BadCharset")]
    [InlineData("", "Bad")]
    [InlineData("(", "Bad")]
    [InlineData("()", "Bad")]
    [InlineData("(SEEN", "Bad")]
    [InlineData("SEEN)", "Bad")]
    [InlineData("OR SEEN", "Bad")]
    [InlineData("NOT", "Bad")]
    [InlineData("SEEN  DELETED", "Bad")]
    [InlineData("FOO", "Bad")]
    [InlineData("SINCE 31-Feb-1994", "Bad")]
    public void Keys_are_parsed(string text, string expected) => Assert.Equal(expected, Parse(text));

    [Theory]
    [InlineData("(")]
    [InlineData("NOT ")]
    [InlineData("OR ALL ")]
    public void Ten_thousand_levels_are_refused(string level) => Assert.Equal("TooDeep", Parse(string.Concat(Enumerable.Repeat(level, 10_000)) + "ALL"));

    [Fact]
    public void Random_words_never_throw()
    {
        string[] words = ["(", ")", " ", "NOT", "OR", "ALL", "SEEN", "SUBJECT", "\"x\"", "1:2", "UID", "HEADER", "CHARSET", "UTF-8", "SINCE", "1-Feb-1994"];
        Gen.Int[0, words.Length - 1].Select(at => words[at]).Array[0, 12].Sample(static pieces => Parse(string.Concat(pieces)).Length > 0, iter: 5_000);
    }

    private static string Parse(string text)
    {
        var reader = new ArgumentReader(Encoding.Latin1.GetBytes(text));
        var status = SearchArguments.Parse(ref reader, 100, out var arguments);
        return status is SearchParseStatus.Parsed ? string.Join(' ', arguments.Program.Select(Describe)) : status.ToString();
    }

    private static string Describe(SearchKey key) => key.Kind switch
    {
        SearchKeyKind.SequenceNumbers => $"{key.Set}",
        SearchKeyKind.Uids => $"Uids{key.Set}",
        SearchKeyKind.Flag or SearchKeyKind.Body or SearchKeyKind.Text => $"{key.Kind}({key.Text})",
        SearchKeyKind.Header => $"Header[{key.Field}]({key.Text})",
        SearchKeyKind.Larger or SearchKeyKind.Smaller => $"{key.Kind}{key.Size}",
        SearchKeyKind.And => $"And{key.Operands}",
        SearchKeyKind.All or SearchKeyKind.Not or SearchKeyKind.Or => $"{key.Kind}",
        _ => $"{key.Kind}{key.Day:yyyy-MM-dd}",
    };
}
