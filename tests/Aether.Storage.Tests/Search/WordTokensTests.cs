using System.Text;
using Aether.Mime.Text;
using Aether.Storage.Search;
using CsCheck;

namespace Aether.Storage.Tests.Search;

public sealed class WordTokensTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  --  ", "")]
    [InlineData("The quick-brown fox_7", "THE QUICK BROWN FOX 7")]
    [InlineData("Réunion naïve", "REUNION NAIVE")]
    [InlineData("我在x東京", "我 在 X 東 京")]
    [InlineData("がん", "か ん")]
    [InlineData("שָׁלוֹם", "שלום")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("a\0b", "A B")]
    public void Words_are_told_apart(string text, string words) => Assert.Equal(words, string.Join(' ', Of(UnicodeCasemap.Fold(text))));

    [Fact]
    public void A_word_without_end_is_cut_between_characters()
    {
        Assert.Equal([new string('A', WordTokens.MaxLength), "B"], Of(UnicodeCasemap.Fold(new string('a', 10_000) + " b")));
        Assert.Equal([new string('ж', 120)], Of(Encoding.UTF8.GetBytes(new string('ж', 500))));
        Assert.Equal(["A" + new string('ж', 119)], Of(Encoding.UTF8.GetBytes("A" + new string('ж', 500) + "AAA")));
    }

    [Fact]
    public void Any_octets_give_words_that_give_themselves() => Gen.Byte.Array[0, 400].Sample(octets =>
    {
        var words = Of(octets);
        return words.All(word => word.Length > 0 && Encoding.UTF8.GetByteCount(word) <= WordTokens.MaxLength) && Of(Encoding.UTF8.GetBytes(string.Join(' ', words))).SequenceEqual(words);
    });

    [Fact]
    public void Text_in_pieces_at_any_blank_gives_the_same_words() => Gen.Select(Gen.String, Gen.String).Sample((one, other) =>
        Of(UnicodeCasemap.Fold(one + " " + other)).SequenceEqual([.. Of(UnicodeCasemap.Fold(one)), .. Of(UnicodeCasemap.Fold(other))]));

    private static List<string> Of(ReadOnlySpan<byte> folded)
    {
        var words = new List<string>();
        var tokens = new WordTokens(folded, new byte[WordTokens.MaxLength]);
        while (tokens.MoveNext())
            words.Add(Encoding.UTF8.GetString(tokens.Current));
        return words;
    }
}
