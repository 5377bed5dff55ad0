using System.Text;
using Aether.Queue.Outbound.SevenBit;
using CsCheck;

namespace Aether.Queue.Tests.Outbound.SevenBit;

/// <summary>8-bit parts in 7-bit lines, wherever the octets are cut. RFC 6152 §3, RFC 2045 §6.</summary>
public sealed class SevenBitFormTests
{
    [Theory]
    [InlineData("Subject: x\r\n\r\nplain\r\n", "Subject: x\r\n\r\nplain\r\n")]
    [InlineData(
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\ngr\u00fc\u00dfe =\r\nend \r\n",
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ngr=C3=BC=C3=9Fe =3D\r\nend=20\r\n")]
    [InlineData(
        "content-transfer-encoding:\r\n 8BIT\r\ncontent-type: application/x\r\n\r\n\u00fc\r\nab\r\n",
        "Content-Transfer-Encoding: base64\r\ncontent-type: application/x\r\n\r\nw7wNCmFi\r\n")]
    [InlineData(
        "Content-Type: multipart/mixed; boundary=\"b b\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\npre\r\n--b b\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\u00fc\r\n--b b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSubject: in\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\u00fc\r\n--b b--\r\npost\r\n",
        "Content-Type: multipart/mixed; boundary=\"b b\"\r\nContent-Transfer-Encoding: 7bit\r\n\r\npre\r\n--b b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C3=BC\r\n--b b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n\r\nSubject: in\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C3=BC\r\n--b b--\r\npost\r\n")]
    public void Parts_are_encoded_as_they_may_be(string message, string expected)
    {
        byte[] octets = Encoding.UTF8.GetBytes(message);
        foreach (int piece in new[] { 1, 2, 7, octets.Length })
            Assert.Equal((expected, false), Convert(octets, piece));
    }

    [Theory]
    [InlineData("Subject: \u00fc\r\n\r\nx\r\n")] // RFC 6532: a header in UTF-8 needs SMTPUTF8
    [InlineData("Subject: x\r\n\r\n\u00fc\r\n")] // says 7bit, and is not
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n\u00fc\r\n--b--\r\n")]
    public void What_can_not_be_done_is_said(string message) => Assert.True(Convert(Encoding.UTF8.GetBytes(message), 5).IsImpossible);

    [Fact]
    public void Lines_stay_short_and_7_bit_whatever_comes() =>
        Gen.Select(Gen.Bool, Gen.Byte.Array[0, 400].Array[0, 5]).Sample((isText, lines) =>
        {
            string head = $"Content-Type: {(isText ? "text/plain" : "application/x")}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
            byte[] body = [.. lines.SelectMany(line => line.Where(octet => octet is not ((byte)'\r' or (byte)'\n')).Concat("\r\n"u8.ToArray()))];
            var (output, impossible) = Convert([.. Encoding.ASCII.GetBytes(head), .. body], 13);
            Assert.False(impossible);
            Assert.True(Ascii.IsValid(output));
            Assert.All(output.Split("\r\n"), line => Assert.True(line.Length <= 76, line));
        });

    private static (string Output, bool IsImpossible) Convert(byte[] octets, int piece)
    {
        var form = new SevenBitForm();
        var output = new MemoryStream();
        for (int at = 0; at < octets.Length; at += piece)
            output.Write(form.Take(octets.AsSpan(at, Math.Min(piece, octets.Length - at))));
        output.Write(form.Finish());
        return (Encoding.UTF8.GetString(output.ToArray()), form.IsImpossible);
    }
}
