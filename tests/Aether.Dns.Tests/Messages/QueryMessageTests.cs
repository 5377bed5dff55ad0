using System.Text;
using Aether.Dns.Messages;

namespace Aether.Dns.Tests.Messages;

/// <summary>What is asked, and what is taken for its answer. RFC 1035 §4.1, RFC 5452 §9.1.</summary>
public class QueryMessageTests
{
    [Theory]
    [InlineData(true, "8000")]
    [InlineData(false, "0000")]
    public void A_question_is_written_as_the_wire_has_it(bool dnssec, string flags)
    {
        var query = new QueryMessage("Mx1.example.test", RecordType.Tlsa, dnssec);
        string name = Convert.ToHexString("\u0003mx1\u0007example\u0004test\0"u8);
        string expected = "0000010000010000" + "00000001" + name + "00340001" + "00" + "0029" + "04D0" + "0000" + flags + "0000";
        Assert.Equal(expected, Convert.ToHexString(query.Datagram.Span));
        Assert.Equal(query.Datagram.Length, (query.Segment.Span[0] << 8) | query.Segment.Span[1]);
        Assert.True(query.Segment.Span[2..].SequenceEqual(query.Datagram.Span));
    }

    [Fact]
    public void The_root_can_be_asked_for() =>
        Assert.Equal("000001000001000000000001" + "00" + "00020001" + "00002904D0000000000000", Convert.ToHexString(new QueryMessage(".", RecordType.Ns, false).Datagram.Span));

    [Fact]
    public void Number_and_capitals_are_others_each_time_and_all_else_stays()
    {
        var query = new QueryMessage("abcdefghijklmnopqrstuvwxyz-0123456789._tcp.example.test", RecordType.A, false);
        byte[] plain = query.Datagram.ToArray();
        var seen = new HashSet<string>();
        for (int i = 0; i < 1000; i++)
        {
            query.Renew();
            byte[] renewed = query.Datagram.ToArray();
            Assert.True(seen.Add(Convert.ToHexString(renewed)));
            Assert.True(Ascii.EqualsIgnoreCase(renewed.AsSpan(12..^11), plain.AsSpan(12..^11)));
            Assert.True(renewed.AsSpan(2, 10).SequenceEqual(plain.AsSpan(2, 10)) && renewed.AsSpan()[^11..].SequenceEqual(plain.AsSpan()[^11..]));
        }
    }

    [Fact]
    public void Only_its_own_answer_is_one()
    {
        var query = new QueryMessage("example.test", RecordType.Mx, true);
        query.Renew();
        byte[] answer = query.Datagram.ToArray();
        answer[2] |= 0x80;
        Assert.Equal(AnswerMatch.Full, query.Compare(answer));
        int end = 12 + 14 + 4;
        for (int length = 0; length < answer.Length; length++)
            Assert.Equal(length < end ? AnswerMatch.None : AnswerMatch.Full, query.Compare(answer.AsSpan(0, length)));

        // Whichever bit of number, kind, count or question is another.
        foreach (int bit in Enumerable.Range(0, end * 8))
        {
            byte[] other = [.. answer];
            other[bit / 8] ^= (byte)(1 << (bit % 8));
            bool counts = bit / 8 is < 2 or 4 or 5 or >= 12 || (bit / 8 == 2 && bit % 8 >= 3);
            bool isCase = bit / 8 >= 12 && bit % 8 == 5 && char.IsAsciiLetter((char)other[bit / 8]);
            Assert.Equal(isCase ? AnswerMatch.ButForCase : counts ? AnswerMatch.None : AnswerMatch.Full, query.Compare(other));
        }

        query.Renew();
        Assert.Equal(AnswerMatch.None, query.Compare(answer));
    }
}
