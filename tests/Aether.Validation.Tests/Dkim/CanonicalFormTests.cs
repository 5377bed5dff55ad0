using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Aether.Validation.Dkim;
using Aether.Validation.Messages;
using CsCheck;

namespace Aether.Validation.Tests.Dkim;

public partial class CanonicalFormTests
{
    private static readonly string LongWord = " " + new string('g', 509) + " h";
    private static readonly Gen<string> Bodies = Gen.Int[0, 11].Select(i => ((string[])["a", "bc", " ", "\t", "\r\n", "\r\n", "\r", "\n", "  x", "\r\n\r\n", "d e f", LongWord])[i]).Array[0, 30].Select(string.Concat);

    [Theory] // RFC 6376 §3.4.5
    [InlineData(" C \r\nD \t E\r\n\r\n\r\n", Canonicalization.Relaxed, " C\r\nD E\r\n")]
    [InlineData(" C \r\nD \t E\r\n\r\n\r\n", Canonicalization.Simple, " C \r\nD \t E\r\n")]
    [InlineData("", Canonicalization.Simple, "\r\n")]
    [InlineData("", Canonicalization.Relaxed, "")]
    [InlineData(" \r\n\t\r\n", Canonicalization.Relaxed, "")]
    [InlineData("no end", Canonicalization.Relaxed, "no end\r\n")]
    [InlineData("\r\n\r\nx", Canonicalization.Relaxed, "\r\n\r\nx\r\n")]
    public void Bodies_have_the_form_of_the_rfc(string body, Canonicalization form, string expected) => Assert.Equal(Hash(expected), HashOf(body, form, null, 1));

    [Fact]
    public void The_hash_is_that_of_the_plain_definition_however_the_octets_are_cut() => Gen.Select(Bodies, Gen.OneOf(Gen.Int[1, 5], Gen.Int[6, 2000]), Gen.Bool).Sample((body, cut, relaxed) =>
        Assert.Equal(Hash(relaxed ? Relaxed(body) : Simple(body)), HashOf(body, relaxed ? Canonicalization.Relaxed : Canonicalization.Simple, null, cut)), iter: 20_000);

    [Fact] // RFC 6376 §3.5, l=
    public void A_limit_cuts_the_canonical_form() => Gen.Select(Bodies, Gen.Int[0, 20]).Sample((body, limit) =>
        Assert.Equal(Hash(Relaxed(body)[..Math.Min(limit, Relaxed(body).Length)]), HashOf(body, Canonicalization.Relaxed, limit, 3)), iter: 5_000);

    [Fact]
    public void A_canonical_form_is_its_own() => Bodies.Sample(body => Assert.Equal(HashOf(body, Canonicalization.Relaxed, null, 4), HashOf(Relaxed(body), Canonicalization.Relaxed, null, 4)), iter: 5_000);

    [Theory] // RFC 6376 §3.4.5
    [InlineData("A: X\r\n", "a:X\r\n")]
    [InlineData("B : Y\t\r\n\tZ  \r\n", "b:Y Z\r\n")]
    [InlineData("Subject:\r\n", "subject:\r\n")]
    public void Fields_are_relaxed(string field, string expected)
    {
        var hash = new HeaderHash(Canonicalization.Relaxed);
        hash.Add(new HeaderBlock(Encoding.Latin1.GetBytes(field)).Fields[0]);
        Assert.Equal(Hash(expected), hash.Complete());
    }

    [Fact]
    public void Any_text_is_a_tag_list_or_is_not_one() => Gen.String[Gen.Char["ab=; \t\r\n:\0\u00e9"], 0, 40].Sample(
        text =>
        {
            var tags = TagList.Parse(text);
            Assert.True(tags is null || tags[tags.First] is not null);
            Assert.True(TagList.Without(text, "b").Length <= text.Length);
            _ = DkimKeyRecord.Parse("v=DKIM1;" + text, out _);
            _ = DkimKeyRecord.Parse(text, out _);
        },
        iter: 20_000);

    [Fact]
    public void A_tag_is_taken_out_to_the_octet()
    {
        Assert.Equal(" a=1; b=; bh=x", TagList.Without(" a=1; b=AB\r\n\t CD ; bh=x", "b"));
        Assert.Equal("bh=b=1;b=", TagList.Without("bh=b=1;b=2", "b"));
        Assert.Equal("a=1", TagList.Without("a=1", "b"));
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.Latin1.GetBytes(text));

    private static byte[] HashOf(string body, Canonicalization form, long? limit, int cut)
    {
        using var hash = new BodyHash(form, limit);
        foreach (var piece in Encoding.Latin1.GetBytes(body).Chunk(cut))
            hash.Append(piece);
        return hash.Complete();
    }

    private static string Simple(string body)
    {
        while (body.EndsWith("\r\n", StringComparison.Ordinal))
            body = body[..^2];
        return body + "\r\n";
    }

    private static string Relaxed(string body)
    {
        var lines = body.Split("\r\n").Select(line => Space().Replace(line, " ")).ToList();
        for (int i = 0; i < lines.Count; i++)
            lines[i] = i < lines.Count - 1 || lines[i].EndsWith(' ') ? lines[i].TrimEnd(' ') : lines[i];
        while (lines.Count > 0 && lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        return string.Concat(lines.Select(line => line + "\r\n"));
    }

    [GeneratedRegex("[ \t]+")]
    private static partial Regex Space();
}
