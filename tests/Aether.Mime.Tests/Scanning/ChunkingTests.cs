using Aether.Mime.Scanning;
using CsCheck;

namespace Aether.Mime.Tests.Scanning;

/// <summary>The facts do not depend on how the octets were cut, and no octets make a scan fail.</summary>
public sealed class ChunkingTests
{
    private static readonly string[] Pieces =
    [
        "Content-Type: multipart/mixed; boundary=ab\r\n", "Content-Type: multipart/digest; boundary=\"abc\"\r\n", "Content-Type: message/rfc822\r\n",
        "Content-Type: text/html; charset=utf-8\r\n", "From: A <a@b.c>, (x) d@e\r\n", "To: g:x@y,z@w;\r\n", "Subject: a\r\n b\r\n", "References: <a@b> <c@d>\r\n",
        "Content-Transfer-Encoding: base64\r\n", "\r\n", "\n", "\r", "--", "-", "--ab", "--ab\r\n", "--ab--\r\n", "--abc\r\n", "--abc--\n", "--ab \t\r\n", "text", "\0", "\x80\xFF", " ",
    ];

    private static readonly Gen<byte[]> Mail = Gen.Int[0, Pieces.Length - 1].Select(static at => Pieces[at]).Array[0, 40].Select(static pieces => Scan.Octets(string.Concat(pieces)));

    public static TheoryData<string> Names => [.. Samples.Names];

    [Theory, MemberData(nameof(Names))]
    public void A_sample_gives_the_same_facts_in_any_chunks(string name)
    {
        byte[] message = Samples.Read(name);
        string whole = Scan.Describe(Scan.Whole(message));
        foreach (int size in (int[])[1, 2, 3, 7, 64, 1000])
            Assert.Equal(whole, Scan.Describe(Scan.InChunks(message, size)));
    }

    [Fact]
    public void Any_mail_gives_the_same_facts_in_any_chunks() =>
        Gen.Select(Mail, Gen.Int[1, 9]).Sample(
            static (message, size) => Scan.Describe(Scan.Whole(message)) == Scan.Describe(Scan.InChunks(message, size)), iter: 5_000);

    [Fact]
    public void Offsets_lie_inside_the_message_and_parts_inside_their_parents() => Mail.Sample(static message =>
    {
        var facts = Scan.Whole(message);
        var parts = Scan.Parts(facts).Entries;
        for (int i = 0; i < parts.Length; i++)
        {
            Assert.InRange(parts[i].HeaderStart, 0, parts[i].BodyStart);
            Assert.InRange(parts[i].BodyStart, parts[i].HeaderStart, parts[i].BodyEnd);
            Assert.InRange(parts[i].BodyEnd, 0, message.Length);
            for (int child = i + 1; child < parts[i].Next; child++)
            {
                Assert.True(parts[child].HeaderStart >= parts[i].BodyStart);
                Assert.True(parts[child].BodyEnd <= parts[i].BodyEnd);
            }
        }
    }, iter: 5_000);

    [Fact]
    public void Random_octets_never_throw() => Gen.Byte.Array[0, 300].Sample(static octets => Scan.Whole(octets).Size == octets.Length, iter: 5_000);

    [Fact]
    public void Small_limits_hold_for_any_mail()
    {
        var limits = new MimeLimits { MaxDepth = 2, MaxParts = 4, MaxFields = 3, MaxFieldLength = 20, MaxHeaderLength = 60, MaxAddresses = 2, MaxAddressTokens = 5, MaxParameters = 1 };
        Mail.Sample(message =>
        {
            var facts = Scan.Whole(message, limits);
            Assert.InRange(Scan.Parts(facts).Entries.Length, 1, 4);
            Assert.Equal(Scan.Describe(facts), Scan.Describe(Scan.InChunks(message, 1, limits)));
        }, iter: 3_000);
    }
}
