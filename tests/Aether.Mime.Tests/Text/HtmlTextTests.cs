using System.Buffers;
using Aether.Mime.Text;
using CsCheck;

namespace Aether.Mime.Tests.Text;

/// <summary>The readable text of HTML, whatever its cuts.</summary>
public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("<b>hel</b>lo", "hello")]
    [InlineData("<p>one</p><p>two", "one\ntwo")]
    [InlineData("a<br>b<BR/>c", "a\nb\nc")]
    [InlineData("<td>a</td><td>b</td>", "a b ")]
    [InlineData("a  \r\n\t b", "a b")]
    [InlineData("a &lt;&amp;&gt; b", "a <&> b")]
    [InlineData("&#65;&#x42;&euro;&nosuch;&", "AB€&nosuch;&")]
    [InlineData("AT&T and a&b;c", "AT&T and a&b;c")]
    [InlineData("<a href=\"x>y\" title='>'>link</a>", "link")]
    [InlineData("<!-- a > b --> text <!--> more", "text more")]
    [InlineData("<!DOCTYPE html PUBLIC \"-//W3C//DTD\"><html>x", "x")]
    [InlineData("<style>p { } </p></style>x<script>if (a<b) '</scr' + 'ipt>'</script >y", "xy")]
    [InlineData("1 < 2 and 3 <4>", "1 < 2 and 3 <4>")]
    [InlineData("<unclosed", "")]
    [InlineData("<averyveryverylongtagname>x", "x")]
    [InlineData("</>x", "x")]
    public void Text_is_taken_out(string html, string text) => Assert.Equal(text, Read(html, html.Length));

    [Fact]
    public void Cuts_change_nothing() =>
        Gen.Select(Gen.String[Gen.Char["<>!-/&;#\"' =abscript\nstyle"], 0, 60], Gen.Int[1, 7])
            .Sample((html, piece) => Read(html, Math.Max(1, html.Length)) == Read(html, piece), iter: 20_000);

    [Fact]
    public void Any_octets_give_no_more_text_than_they_are() =>
        Gen.String.Sample(html => Read(html, 3).Length <= html.Length, iter: 5_000);

    private static string Read(string html, int piece)
    {
        var reader = new HtmlText();
        var text = new ArrayBufferWriter<char>();
        for (int at = 0; at < html.Length; at += piece)
            reader.Append(html.AsSpan(at, Math.Min(piece, html.Length - at)), text);
        reader.Complete(text);
        return text.WrittenSpan.ToString();
    }
}
