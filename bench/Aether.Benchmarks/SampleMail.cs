using System.Text;

namespace Aether.Benchmarks;

/// <summary>A mail as they come: some header fields, two alternatives, of about the size asked for.</summary>
internal static class SampleMail
{
    public static byte[] Make(int size)
    {
        var text = new StringBuilder("""
            Received: from client.remote.test (client.remote.test [192.0.2.7]) by mx.remote.test with ESMTPS id 4711; Sun, 22 Nov 2026 12:00:00 +0000
            From: "Sender, A." <sender@remote.test>
            To: Ann <ann@example.test>, bob@example.test
            Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= and a few more words
            Date: Sun, 22 Nov 2026 12:00:00 +0000
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="b1"

            --b1
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable


            """.ReplaceLineEndings("\r\n"));
        while (text.Length < size / 2)
            text.Append("The quick brown fox jumps over the lazy dog, and =C3=A4 =C3=B6 =C3=BC too.\r\n");
        text.Append("\r\n--b1\r\nContent-Type: text/html\r\n\r\n<p>");
        while (text.Length < size)
            text.Append("The quick brown fox jumps over the lazy dog.<br>\r\n");
        return Encoding.ASCII.GetBytes(text.Append("</p>\r\n--b1--\r\n").ToString());
    }
}
