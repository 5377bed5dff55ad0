using Aether.Mime.Scanning;

namespace Aether.Mime.Tests.Scanning;

/// <summary>The values for threading and DSNs, and what is known while a message still arrives.</summary>
public sealed class MessageFactsTests
{
    [Fact]
    public void Ids_subject_from_and_date_are_taken()
    {
        var facts = Scan.Whole("""
            Received: by a
            Received: by b
            From: Ann <ann@x.test>
            Date: Mon, 1 Jan 2024 00:00:00 +0000
            Subject: =?utf-8?q?caf=C3=A9?=
            Message-ID: <m1@x>
            In-Reply-To: <p@x>
            References: <r0@x> <r1@x>

            hello
            """);

        Assert.Equal("m1@x", facts.MessageId);
        Assert.Equal(["r0@x", "r1@x", "p@x"], facts.References);
        Assert.Equal("=?utf-8?q?caf=C3=A9?=", facts.Subject);
        Assert.Equal("Ann <ann@x.test>", facts.From);
        Assert.Equal("Mon, 1 Jan 2024 00:00:00 +0000", facts.Date);
        Assert.Equal(2, facts.ReceivedCount);
        Assert.Equal(facts.HeaderLength + 5, facts.Size);
    }

    [Fact]
    public void Of_many_references_the_oldest_and_the_newest_stay()
    {
        var facts = Scan.Whole("References: " + string.Concat(Enumerable.Range(0, 1_000).Select(static i => $"<r{i}@x>\n ")) + "\n\n");

        Assert.Equal(64, facts.References.Count);
        Assert.Equal("r0@x", facts.References[0]);
        Assert.Equal("r999@x", facts.References[^1]);
    }

    [Fact]
    public void Received_fields_of_parts_do_not_count() =>
        Assert.Equal(0, Scan.Whole("Content-Type: message/rfc822\n\nReceived: by a\n\n").ReceivedCount);

    [Fact]
    public void The_header_is_complete_at_its_empty_line()
    {
        var scanner = new MessageScanner(MimeLimits.Default);
        scanner.Append("Received: by a\r\nReceived: by b\r\n\r"u8);
        Assert.False(scanner.HeaderComplete);

        scanner.Append("\n"u8);
        Assert.True(scanner.HeaderComplete);
        Assert.Equal(2, scanner.ReceivedCount);
    }

    [Fact]
    public void An_empty_message_has_facts()
    {
        var facts = Scan.Whole([]);

        Assert.Equal(0, facts.Size);
        Assert.StartsWith("(\"text\" \"plain\"", Scan.Text(facts.BodyStructure), StringComparison.Ordinal);
    }
}
