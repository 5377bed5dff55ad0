using Aether.Validation.Domains;
using CsCheck;

namespace Aether.Validation.Tests.Domains;

/// <summary>Case D09: names that are not what they seem.</summary>
public class LookalikeTests
{
    [Theory]
    [InlineData("\u0430\u0440\u0440\u04cf\u0435.com", "apple.com")] // all Cyrillic
    [InlineData("p\u0430ypal.com", "paypal.com")] // Latin with one Cyrillic letter
    [InlineData("mail.g\u03bfogle.com", "mail.google.com")] // Greek
    [InlineData("b\u00fccher.example", null)] // what it looks like
    [InlineData("\u043f\u043e\u0447\u0442\u0430.com", null)] // Cyrillic, and reads so
    [InlineData("\u0441\u043e\u0441.\u0440\u0444", null)] // below a Cyrillic name
    [InlineData("\u4f8b\u3048.example", null)]
    [InlineData("example.com", null)]
    [InlineData("xn--a.com", null)]
    public void A_name_that_reads_as_another_is_told(string name, string? expected)
    {
        Assert.True(DomainName.TryNormalize(name, out var normal));
        Assert.Equal(expected, Lookalike.Find(normal));
    }

    [Fact]
    public void Any_name_is_judged() => Gen.Select(Gen.String[Gen.Char["abc-0129.xn\u0430\u00e4\u03b1"], 1, 30], Gen.Bool).Sample(
        (text, isEncoded) =>
        {
            if (DomainName.TryNormalize(isEncoded ? "xn--" + text : text, out var name) && Lookalike.Find(name) is { } read)
                Assert.All(read.Split('.'), label => Assert.True(label.All(char.IsAscii)));
        },
        iter: 20_000);
}
