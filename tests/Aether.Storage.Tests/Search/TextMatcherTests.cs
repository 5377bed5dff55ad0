using System.Text;
using Aether.Storage.Search;
using CsCheck;

namespace Aether.Storage.Tests.Search;

/// <summary>Strings in text that comes in pieces.</summary>
public sealed class TextMatcherTests
{
    [Fact]
    public void Cuts_change_nothing() =>
        Gen.Select(Gen.String[Gen.Char["AB"], 0, 60], Gen.String[Gen.Char["aB"], 0, 6].Array[1, 3], Gen.Int[1, 9].Array[1, 20]).Sample((text, needles, cuts) =>
        {
            var matcher = Matcher(needles);
            int at = 0;
            for (int i = 0; at < text.Length; i++)
            {
                int end = Math.Min(text.Length, at + cuts[i % cuts.Length]);
                matcher.Body(Encoding.ASCII.GetBytes(text[at..end]));
                at = end;
            }
            matcher.End();
            return needles.Select(needle => (bool?)text.Contains(needle, StringComparison.OrdinalIgnoreCase)).SequenceEqual(matcher.Results.ToArray());
        }, iter: 20_000);

    [Fact]
    public void Text_across_a_break_does_not_join()
    {
        var matcher = Matcher("ab");
        matcher.Body("XA"u8);
        matcher.Break();
        matcher.Body("BX"u8);
        matcher.End();
        Assert.False(matcher.Results[0]);
    }

    [Fact]
    public void A_field_is_looked_in_by_its_whole_name()
    {
        var matcher = new TextMatcher(new FoldedKeys([new TextKey(TextScope.Field) { Field = "To", Text = "ann" }, new TextKey(TextScope.Field) { Field = "Subject" }]));
        matcher.Begin(new bool?[2]);
        matcher.Field("REPLY-TO: ANN"u8);
        matcher.Field("SUBJECT: "u8);
        matcher.End();
        Assert.Equal([false, true], matcher.Results.ToArray());
    }

    private static TextMatcher Matcher(params string[] needles)
    {
        var matcher = new TextMatcher(new FoldedKeys([.. needles.Select(needle => new TextKey(TextScope.Body) { Text = needle })]));
        matcher.Begin(new bool?[needles.Length]);
        return matcher;
    }
}
