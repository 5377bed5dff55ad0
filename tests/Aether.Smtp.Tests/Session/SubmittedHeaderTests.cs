using System.Text;
using Aether.Smtp.Session;
using CsCheck;

namespace Aether.Smtp.Tests.Session;

/// <summary>Blind copies go, authors are noted, all else passes untouched, wherever the octets are cut.</summary>
public sealed class SubmittedHeaderTests
{
    [Theory]
    [InlineData("From: a@b.test\r\nBcc: x@y.test\r\nTo: c@d.test\r\n\r\nBcc: body\r\n", "From: a@b.test\r\nTo: c@d.test\r\n\r\nBcc: body\r\n", 1, " a@b.test\r\n")]
    [InlineData("Bcc: x@y.test,\r\n z@y.test\r\n\tmore\r\nFrom: a@b.test\r\n\r\n", "From: a@b.test\r\n\r\n", 1, " a@b.test\r\n")]
    [InlineData("bCC : x@y.test\r\nRESENT-BCC:\r\nBccx: stays\r\n\r\n", "Bccx: stays\r\n\r\n", 0, "")]
    [InlineData("From: a@b.test,\r\n c@d.test\r\nfrom: e@f.test\r\n\r\n", "From: a@b.test,\r\n c@d.test\r\nfrom: e@f.test\r\n\r\n", 2, " a@b.test,\r\n c@d.test\r\nfrom: e@f.test\r\n")]
    [InlineData("From-Something: x\r\nX-A-Very-Long-Field-Name-Beyond-What-Is-Held: y\r\n\r\n", "From-Something: x\r\nX-A-Very-Long-Field-Name-Beyond-What-Is-Held: y\r\n\r\n", 0, "")]
    [InlineData("no header at all", "no header at all", 0, "")]
    [InlineData("\r\nFrom: body\r\n", "\r\nFrom: body\r\n", 0, "")]
    [InlineData("Bcc: last", "", 0, "")]
    [InlineData("Fro", "Fro", 0, "")]
    [InlineData("", "", 0, "")]
    public void It_reads_the_same_wherever_it_is_cut(string message, string passed, int authors, string from)
    {
        byte[] octets = Encoding.ASCII.GetBytes(message);
        for (int piece = 1; piece <= Math.Max(1, octets.Length); piece++)
        {
            var (header, output) = Pass(octets, _ => piece);
            Assert.Equal(passed, output);
            Assert.Equal((authors, from), (header.Authors, Encoding.ASCII.GetString(header.From)));
        }
    }

    [Theory] // RFC 8689 §5
    [InlineData("TLS-Required: No\r\n\r\n", true)]
    [InlineData("A: b\r\ntls-required:\r\n\tno \r\nB: c\r\n\r\n", true)]
    [InlineData("TLS-Required: No\r\nTLS-Required: No\r\n\r\n", false)]
    [InlineData("TLS-Required: Yes\r\n\r\n", false)]
    [InlineData("TLS-Required: No thanks\r\n\r\n", false)]
    [InlineData("TLS-Required-Not: No\r\n\r\n", false)]
    [InlineData("A: b\r\n\r\nTLS-Required: No\r\n", false)]
    public void It_may_say_that_it_goes_without_tls(string message, bool expected)
    {
        byte[] octets = Encoding.ASCII.GetBytes(message);
        for (int piece = 1; piece <= octets.Length; piece++)
        {
            var (header, output) = Pass(octets, _ => piece);
            Assert.Equal((message, expected), (output, header.IsTlsOptional));
        }
    }

    [Fact]
    public void Without_blind_copies_nothing_changes() =>
        Gen.Select(Gen.Int[0, 6].Array[0, 40], Gen.Int[1, 9].Array[1, 20]).Sample((words, cuts) =>
        {
            string[] all = ["\r\n", "From", ":", " x", "Subject: y", "\n", "\t"];
            byte[] octets = Encoding.ASCII.GetBytes(string.Concat(words.Select(word => all[word])));
            var (_, output) = Pass(octets, round => cuts[round % cuts.Length]);
            Assert.Equal(Encoding.ASCII.GetString(octets), output);
        });

    private static (SubmittedHeader Header, string Output) Pass(byte[] octets, Func<int, int> size)
    {
        var header = new SubmittedHeader();
        var output = new MemoryStream();
        for (int at = 0, round = 0; at < octets.Length; round++)
        {
            int length = Math.Min(size(round), octets.Length - at);
            header.Pass(octets.AsSpan(at, length), output.Write);
            at += length;
        }

        header.Finish(output.Write);
        return (header, Encoding.ASCII.GetString(output.ToArray()));
    }
}
