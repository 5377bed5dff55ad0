using System.Text;
using Aether.Mime.Scanning;
using Aether.Mime.Structure;

namespace Aether.Mime.Tests.Scanning;

/// <summary>Messages made to hurt: cases S06 and X01 of the limits table.</summary>
public sealed class HostileTests
{
    [Fact]
    public void Depth_ten_thousand_ends_at_the_limit_in_an_opaque_part()
    {
        var message = new StringBuilder();
        for (int i = 0; i < 10_000; i++)
            message.Append("Content-Type: multipart/mixed; boundary=b").Append(i).Append("\n\n--b").Append(i).Append('\n');
        var parts = Scan.Parts(Scan.Whole(message.ToString())).Entries;

        Assert.Equal(65, parts.Length);
        Assert.Equal(PartKind.Other, parts[^1].Kind);
        Assert.Equal(TransferEncoding.Unknown, parts[^1].Encoding);
    }

    [Fact]
    public void A_message_in_a_message_ten_thousand_times_ends_at_the_limit()
    {
        string message = string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 10_000));
        var facts = Scan.Whole(message);

        Assert.Equal(65, Scan.Parts(facts).Entries.Length);
        Assert.Contains("\"application\" \"octet-stream\" NIL NIL NIL \"8bit\"", Scan.Text(facts.BodyStructure), StringComparison.Ordinal);
    }

    [Fact]
    public void A_million_empty_parts_are_ten_thousand_and_a_rest()
    {
        string message = "Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n", 1_000_000));
        byte[] octets = Scan.Octets(message);
        var parts = Scan.Parts(Scan.Whole(octets)).Entries;

        Assert.Equal(10_000, parts.Length);
        Assert.Equal(octets.Length, parts[^1].BodyEnd);
    }

    [Fact]
    public void A_boundary_that_begins_with_another_is_told_apart()
    {
        var facts = Scan.Whole("""
            Content-Type: multipart/mixed; boundary="abc"

            --abc
            Content-Type: multipart/mixed; boundary="abcd"

            --abcd

            one
            --abcd--
            --abc

            two
            --abc--
            """);

        Assert.Equal([PartKind.Multipart, PartKind.Multipart, PartKind.Text, PartKind.Text], Scan.Parts(facts).Entries.ToArray().Select(static part => part.Kind));
    }

    [Fact]
    public void A_missing_end_closes_all_parts_with_the_message()
    {
        var facts = Scan.Whole("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello");
        var part = Scan.Parts(facts).Entries[1];

        Assert.Equal(facts.Size, part.BodyEnd);
        Assert.Equal(5, part.BodyLength);
    }

    [Fact]
    public void Two_hundred_thousand_fields_are_a_violation_before_the_end()
    {
        var scanner = new MessageScanner(MimeLimits.Default);
        byte[] line = "X-A: b\r\n"u8.ToArray();
        for (int i = 0; i < 1_000; i++)
            scanner.Append(line);
        Assert.Equal(HeaderViolation.None, scanner.Violation);

        scanner.Append(line);
        Assert.Equal(HeaderViolation.TooManyFields, scanner.Violation);
        for (int i = 0; i < 199_000; i++)
            scanner.Append(line);
        Assert.Equal(200_001L * line.Length, scanner.Complete().Size);
    }

    [Fact]
    public void A_field_of_ten_megabytes_is_a_violation_and_not_kept()
    {
        var scanner = new MessageScanner(MimeLimits.Default);
        scanner.Append("To: "u8);
        byte[] chunk = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a@b,", 16_384)));
        for (int i = 0; i < 160; i++)
            scanner.Append(chunk);

        Assert.Equal(HeaderViolation.FieldTooLong, scanner.Violation);
        Assert.InRange(scanner.Complete().Envelope.Length, 1, 256 * 1024);
    }

    [Fact]
    public void Headers_over_the_sum_are_a_violation()
    {
        var scanner = new MessageScanner(MimeLimits.Default);
        byte[] line = Encoding.ASCII.GetBytes("X-A: " + new string('a', 60_000) + "\r\n");
        for (int i = 0; i < 9; i++)
            scanner.Append(line);

        Assert.Equal(HeaderViolation.HeadersTooLong, scanner.Violation);
    }

    [Fact]
    public void Five_hundred_thousand_addresses_are_rendered_up_to_the_limit()
    {
        var limits = new MimeLimits { MaxFieldLength = 8 * 1024 * 1024, MaxHeaderLength = 8 * 1024 * 1024, MaxAddressTokens = int.MaxValue };
        var facts = Scan.Whole("To: " + string.Concat(Enumerable.Repeat("a@b,", 500_000)) + "\n\n", limits);

        Assert.Equal(5_000, Scan.Text(facts.Envelope).Split("(NIL NIL \"a\" \"b\")").Length - 1);
    }

    [Fact]
    public void A_hundred_thousand_parameters_are_rendered_up_to_the_limit()
    {
        var limits = new MimeLimits { MaxFieldLength = 8 * 1024 * 1024, MaxHeaderLength = 8 * 1024 * 1024 };
        string type = "Content-Type: text/plain" + string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"; a*{i}*=b"));
        var facts = Scan.Whole(type + "\n\nx", limits);

        Assert.Equal(128, Scan.Text(facts.BodyStructure).Split("\"b\"").Length - 1);
    }

    [Theory]
    [InlineData("(((((((((")]
    [InlineData("\"")]
    [InlineData("<<<<@@@@::::")]
    [InlineData("x <a> y <b> ")]
    [InlineData("@")]
    [InlineData("a\"\"")]
    [InlineData("<@a:")]
    [InlineData("\\")]
    [InlineData(";:")]
    public void Repeated_address_syntax_stays_linear(string unit)
    {
        string value = string.Concat(Enumerable.Repeat(unit, 60_000 / unit.Length));
        var facts = Scan.Whole($"From: {value}\nTo: {value}\nSubject: x\n\n");

        Assert.InRange(facts.Envelope.Length, 1, 1024 * 1024);
    }

    [Fact]
    public void The_fields_of_many_parts_share_one_budget()
    {
        string part = "--b\nContent-Description: " + new string('x', 900) + "\n\n\n";
        var facts = Scan.Whole("Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat(part, 5_000)));

        Assert.InRange(facts.BodyStructure.Length, 1, 2 * 1024 * 1024);
        Assert.Equal(5_001, Scan.Parts(facts).Entries.Length);
    }
}
