using System.Text;
using Aether.Protocol.Imap;
using CsCheck;

namespace Aether.Protocol.Tests.Imap;

/// <summary>Arguments are taken whole or not at all. RFC 3501 §9.</summary>
public sealed class ArgumentReaderTests
{
    [Theory]
    [InlineData("atom", "atom", "")]
    [InlineData("a]b c", "a]b", " c")]
    [InlineData("\"\"", "", "")]
    [InlineData("\"a b\" c", "a b", " c")]
    [InlineData("\"a\\\"\\\\b\"", "a\"\\b", "")]
    [InlineData("{3}\r\na\"b c", "a\"b", " c")]
    [InlineData("{3+}\r\na\"b c", "a\"b", " c")]
    [InlineData("{0}\r\n", "", "")]
    [InlineData("\"a", null, "\"a")]
    [InlineData("\"a\\n\"", null, "\"a\\n\"")]
    [InlineData("\"a\0\"", null, "\"a\0\"")]
    [InlineData("{9}\r\nabc", null, "{9}\r\nabc")]
    [InlineData("{x}\r\nabc", null, "{x}\r\nabc")]
    [InlineData("(", null, "(")]
    [InlineData("", null, "")]
    public void An_astring_is_an_atom_a_quoted_string_or_a_literal(string text, string? value, string rest)
    {
        var reader = new ArgumentReader(Encoding.Latin1.GetBytes(text));
        bool taken = reader.TryAString(out var found);

        Assert.Equal(value, taken ? Encoding.Latin1.GetString(found) : null);
        Assert.Equal(rest, Encoding.Latin1.GetString(reader.Rest));
    }

    [Theory]
    [InlineData("inbox", "INBOX")]
    [InlineData("InBox/a", "INBOX/a")]
    [InlineData("inboxes", "inboxes")]
    [InlineData("&AOk-", "\u00E9")]
    [InlineData("a&-b", "a&b")]
    [InlineData("&", "\0&")]
    [InlineData("&AGE-", "\0&AGE-")]
    [InlineData("&2D0-", "\0&2D0-")]
    [InlineData("\"\u00E9\"", "\0\u00E9")]
    public void Mailbox_names_are_decoded_or_become_ones_that_none_can_have(string wire, string name)
    {
        var reader = new ArgumentReader(Encoding.Latin1.GetBytes(wire));

        Assert.Equal(name, reader.TryMailbox(out string? found) ? found : null);
    }

    [Theory]
    [InlineData("\" 1-Feb-1994 21:52:25 -0800\"", "1994-02-01T21:52:25.0000000-08:00")]
    [InlineData("\"01-feb-1994 21:52:25 +0000\"", "1994-02-01T21:52:25.0000000+00:00")]
    [InlineData("\"30-Feb-1994 21:52:25 +0000\"", null)]
    [InlineData("\" 1-Feb-1994 24:52:25 +0000\"", null)]
    [InlineData("\" 1-Feb-1994 21:52:25 +1500\"", null)]
    [InlineData("\"1-Feb-1994 21:52:25 +0000\"", null)]
    [InlineData("\" 1-Foo-1994 21:52:25 +0000\"", null)]
    public void Date_times_are_read(string text, string? expected)
    {
        var reader = new ArgumentReader(Encoding.ASCII.GetBytes(text));

        Assert.Equal(expected, reader.TryDateTime(out var moment) ? moment.ToString("O", System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    [Fact]
    public void A_written_date_time_reads_back() =>
        Gen.Select(Gen.Long[0, 4_000_000_000], Gen.Int[-13 * 60, 13 * 60]).Sample(static (seconds, minutes) =>
        {
            var moment = DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(TimeSpan.FromMinutes(minutes));
            var written = new System.Buffers.ArrayBufferWriter<byte>();
            ImapDate.Write(written, moment);
            var reader = new ArgumentReader(written.WrittenSpan);
            return reader.TryDateTime(out var read) && read.EqualsExact(moment) && reader.AtEnd;
        });

    [Fact]
    public void A_written_string_reads_back() => Gen.Byte[1, 255].Array[0, 1_200].Sample(static octets =>
    {
        var written = new System.Buffers.ArrayBufferWriter<byte>();
        ImapString.Write(written, octets);
        var reader = new ArgumentReader(written.WrittenSpan);
        return reader.TryAString(out var read) && read.SequenceEqual(octets) && reader.AtEnd;
    });

    [Fact]
    public void A_mailbox_name_survives_the_wire() => Gen.String[Gen.Char, 0, 40].Sample(static name =>
    {
        string valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)).Replace("\uFFFD", string.Empty, StringComparison.Ordinal).Replace("\0", string.Empty, StringComparison.Ordinal);
        return ModifiedUtf7.TryDecode(Encoding.ASCII.GetBytes(ModifiedUtf7.Encode(valid)), out string? read) && read == valid;
    });

    [Fact]
    public void Random_octets_never_throw() => Gen.Byte.Array[0, 60].Sample(static octets =>
    {
        var reader = new ArgumentReader(octets);
        while (!reader.AtEnd)
        {
            if (!(reader.TryAString(out _) || reader.TryFlagList(10, out _) || reader.TrySpace() || reader.TryOpen() || reader.TryClose() || reader.TryFlag(out _)))
                return;
        }
    });
}
