using System.Text;
using Aether.Validation.Bimi;
using CsCheck;

namespace Aether.Validation.Tests.Bimi;

public sealed class SvgTinyPsTests
{
    [Fact]
    public void A_mark_of_the_profile_is_taken() => Assert.Null(SvgTinyPs.FindProblem(Marks.Octets()));

    [Theory]
    [InlineData("<desc>", "<script>1</script><desc>", "element script")]
    [InlineData("<desc>", "<image href=\"#d\"/><desc>", "element image")]
    [InlineData("<desc>", "<a href=\"#d\"/><desc>", "element a,")]
    [InlineData("<desc>", "<animate attributeName=\"x\"/><desc>", "element animate")]
    [InlineData("<desc>", "<set/><desc>", "element set")]
    [InlineData("<desc>", "<foreignObject/><desc>", "element foreignObject")]
    [InlineData("<desc>", "<style>a{}</style><desc>", "element style")]
    [InlineData("<desc>", "<svg/><desc>", "image inside")]
    [InlineData("<desc>", "<h:p xmlns:h=\"http://www.w3.org/1999/xhtml\"/><desc>", "element h:p")]
    [InlineData("<desc>", "<rect xmlns=\"\"/><desc>", "element rect")]
    [InlineData("<rect", "<rect onload=\"1\"", "handler")]
    [InlineData("<rect", "<rect ONclick=\"1\"", "handler")]
    [InlineData("<rect", "<rect style=\"fill:url(http://a.test/)\"", "style")]
    [InlineData("<rect", "<rect stroke=\"url(http://a.test/x#y)\"", "outside")]
    [InlineData("<rect", "<rect stroke=\"URL (  'http://a.test/')\"", "outside")]
    [InlineData("<rect", "<rect stroke=\"u\\72l(http://a.test/)\"", "outside")]
    [InlineData("<rect", "<rect stroke=\"data:image/png;base64,AA\"", "outside")]
    [InlineData("<rect", "<rect xml:base=\"http://a.test/\"", "base")]
    [InlineData("<rect", "<rect xmlns:q=\"http://q.test/\" q:a=\"1\"", "attribute a")]
    [InlineData("xlink:href=\"#d\"", "xlink:href=\"http://a.test/#d\"", "outside")]
    [InlineData("xlink:href=\"#d\"", "href=\"javascript:1\"", "outside")]
    [InlineData("<circle", "<use xlink:href=\"#g\"/><circle", "draws again")]
    [InlineData("version=\"1.2\"", "version=\"1.1\"", "version")]
    [InlineData("tiny-ps", "tiny", "baseProfile")]
    [InlineData("0 0 100 100", "0 0 100 99", "square")]
    [InlineData("0 0 100 100", "0 0 0 0", "square")]
    [InlineData("0 0 100 100", "0 0 1e999 1e999", "square")]
    [InlineData("0 0 100 100", "0 0 100", "square")]
    [InlineData("viewBox=\"0 0 100 100\"", "", "square")]
    [InlineData("viewBox=", "x=\"1\" viewBox=", "place")]
    [InlineData("viewBox=", "width=\"1\" height=\"2\" viewBox=", "differ")]
    [InlineData("viewBox=", "snapshotTime=\"5\" viewBox=", "snapshotTime")]
    [InlineData("viewBox=", "zoomAndPan=\"magnify\" viewBox=", "zoomAndPan")]
    [InlineData("<title>A mark</title>", "", "no title")]
    [InlineData("<title>A mark</title>", "<title> </title>", "no title")]
    [InlineData("<title>A mark</title>", "<title/>", "no title")]
    [InlineData("A mark", "0123456789012345678901234567890123456789012345678901234567890123456789", "too long")]
    [InlineData("<svg ", "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg ", "no XML")]
    [InlineData("<svg ", "<?php 1 ?><svg ", "instruction")]
    [InlineData("</svg>", "", "no XML")]
    [InlineData("A mark", "&a;", "no XML")]
    public void What_the_profile_does_not_allow_is_found(string good, string bad, string problem)
    {
        Assert.Contains(good, Marks.Good, StringComparison.Ordinal);
        Assert.Contains(problem, SvgTinyPs.FindProblem(Marks.Octets(Marks.Good.Replace(good, bad, StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html/>")]
    [InlineData("<title>a</title>")]
    public void What_is_no_image_is_none(string text) => Assert.NotNull(SvgTinyPs.FindProblem(Marks.Octets(text)));

    [Fact]
    public void Nesting_is_bounded() =>
        Assert.Contains("deep", SvgTinyPs.FindProblem(Marks.Octets(Marks.Good.Replace("<desc>", new string('x', 0) + string.Concat(Enumerable.Repeat("<g>", 1000)) + string.Concat(Enumerable.Repeat("</g>", 1000)) + "<desc>", StringComparison.Ordinal))), StringComparison.Ordinal);

    [Fact]
    public void Drawing_again_is_bounded() =>
        Assert.Contains("again", SvgTinyPs.FindProblem(Marks.Octets(Marks.Good.Replace("<desc>", string.Concat(Enumerable.Repeat("<use xlink:href=\"#d\"/>", 300)) + "<desc>", StringComparison.Ordinal))), StringComparison.Ordinal);

    /// <summary>Whatever is put into it, an image is judged without an exception, and what is taken has nothing in it that acts.</summary>
    [Fact]
    public void Whatever_is_written_is_judged()
    {
        var pieces = Pieces("<", ">", "\"", "<script>", "</g>", "<g>", " onload='1'", "&#60;", "<![CDATA[", "]]>", "<!--", "-->", "<use href='#d'/>", "url(", "\0", "\uFFFF", "é", " xmlns='a'", "<?x ?>", "href='http://a.test'", "/>");
        Gen.Select(Gen.Int[0, Marks.Good.Length], pieces.Array[1, 4]).Sample(
            (at, inserted) =>
            {
                byte[] image = Encoding.UTF8.GetBytes(Marks.Good.Insert(at, string.Concat(inserted)));
                if (SvgTinyPs.FindProblem(image) is not null)
                    return;
                var taken = System.Xml.Linq.XDocument.Parse(Encoding.UTF8.GetString(image));
                Assert.DoesNotContain(taken.Descendants(), element => element.Name.LocalName is "script" or "image" or "a" || element.Attributes().Any(attribute =>
                    attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || (attribute.Name.LocalName == "href" && !attribute.Value.Trim().StartsWith('#'))));
            },
            iter: 20_000);
        Gen.Byte.Array[0, 300].Sample(octets => Assert.NotNull(SvgTinyPs.FindProblem(octets)), iter: 20_000);
    }

    private static Gen<string> Pieces(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);
}
