using System.Text;
using Aether.Mime.Text;
using CsCheck;

namespace Aether.Mime.Tests.Text;

/// <summary>i;unicode-casemap. RFC 5051 §2.</summary>
public sealed class UnicodeCasemapTests
{
    [Theory]
    [InlineData("Straße", "STRASSE", false)] // no full case folding: RFC 5051 §2 maps letter by letter
    [InlineData("Привет", "ПРИВЕТ", true)]
    [InlineData("café", "CAFE\u0301", true)] // composed and decomposed
    [InlineData("ﬁle", "FILE", true)] // a ligature
    [InlineData("Ｆｕｌｌ", "full", true)] // full-width forms
    [InlineData("日本語", "日本語", true)]
    public void Texts_are_the_same(string one, string other, bool same) => Assert.Equal(same, Fold(one) == Fold(other));

    [Fact]
    public void A_plain_letter_finds_its_accented_one() => Assert.Contains(Fold("cafe"), Fold("Café au lait"), StringComparison.Ordinal);

    [Fact]
    public void Half_a_surrogate_pair_is_replaced() => Assert.Equal("A\uFFFDB", Fold("a\uD800b"));

    [Fact]
    public void Folding_twice_is_folding_once() => Gen.String.Sample(text => Fold(Fold(text)) == Fold(text), iter: 20_000);

    private static string Fold(string text) => Encoding.UTF8.GetString(UnicodeCasemap.Fold(text));
}
