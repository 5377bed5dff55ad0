namespace Aether.Imap.Tests.Commands.Sorting;

/// <summary>SORT. RFC 5256 §3.</summary>
[Proves("SORT")]
public sealed class SortTests
{
    private static readonly string[] Mail =
    [
        "From: \"Zoe, B.\" <bob@y.test>\nTo: carl@x.test\nCc: <zed@x.test>\nSubject: Re: apples\nDate: Wed, 3 Jan 2024 10:00:00 +0000\n\nx\n",
        "From: ann@y.test\nTo: group: dora@x.test;\nSubject: =?utf-8?q?=C3=A4pples?=\nDate: Wed, 3 Jan 2024 10:30:00 +0100\n\nlonger\n",
        "From: Carl@y.test\nTo: Ann@x.test, zed@x.test\nCc: ann@x.test\nSubject: [list] Bananas\n\nthe longest of all\n",
        "Subject: apples\nDate: nonsense\n\nx\n",
    ];

    [Theory]
    [InlineData("(ARRIVAL) UTF-8 ALL", "1 2 3 4")]
    [InlineData("(REVERSE ARRIVAL) UTF-8 ALL", "1 2 3 4")] // all came at one moment: the numbers decide
    [InlineData("(SIZE) US-ASCII ALL", "4 3 2 1")]
    [InlineData("(REVERSE SIZE) US-ASCII ALL", "1 2 3 4")]
    [InlineData("(DATE) UTF-8 ALL", "2 1 3 4")]
    [InlineData("(FROM) UTF-8 ALL", "4 2 1 3")]
    [InlineData("(REVERSE FROM) UTF-8 ALL", "3 1 2 4")]
    [InlineData("(CC) UTF-8 ALL", "2 4 3 1")]
    [InlineData("(TO) UTF-8 ALL", "4 3 1 2")]
    [InlineData("(SUBJECT) UTF-8 ALL", "1 4 2 3")]
    [InlineData("(SUBJECT REVERSE DATE) UTF-8 ALL", "4 1 2 3")]
    [InlineData("(subject) utf-8 NOT 1", "4 2 3")]
    [InlineData("(SUBJECT) UTF-8 TEXT nothing", "")]
    public async Task Messages_come_in_order(string arguments, string numbers)
    {
        await using var server = await SelectedAsync(int.MaxValue);
        await server.PlayAsync($"""
            C: a SORT {arguments}
            S: * SORT{(numbers.Length is 0 ? string.Empty : " " + numbers)}
            S: a OK *
            C: b UID SORT {arguments}
            S: * SORT{(numbers.Length is 0 ? string.Empty : " " + numbers)}
            S: b OK *
            """);
    }

    [Theory]
    [InlineData("SORT (DATE) KOI8-R ALL", "NO [BADCHARSET (US-ASCII UTF-8)] *")]
    [InlineData("SORT () UTF-8 ALL", "BAD *")]
    [InlineData("SORT (COLOUR) UTF-8 ALL", "BAD *")]
    [InlineData("SORT (REVERSE) UTF-8 ALL", "BAD *")]
    [InlineData("SORT (DATE) ALL", "BAD *")]
    [InlineData("SORT (DATE)", "BAD *")]
    [InlineData("SORT DATE UTF-8 ALL", "BAD *")]
    public async Task What_cannot_be_sorted_is_refused(string command, string reply)
    {
        await using var server = await SelectedAsync(1);
        await server.PlayAsync($"""
            C: a {command}
            S: a {reply}
            """);
    }

    [Fact]
    public async Task Keys_are_bounded()
    {
        await using var server = await SelectedAsync(int.MaxValue);
        await server.PlayAsync($"""
            C: a SORT ({string.Join(' ', Enumerable.Repeat("DATE", 33))}) UTF-8 ALL
            S: a BAD *
            """);
    }

    private static async Task<ImapTestServer> SelectedAsync(int chunkSize)
    {
        var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: Mail);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            """);
        return server;
    }
}
