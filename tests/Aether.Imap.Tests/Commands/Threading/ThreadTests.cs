using System.Globalization;
using System.Text;
using Aether.Imap.Commands.Threading;
using Aether.Protocol.Imap;
using CsCheck;

namespace Aether.Imap.Tests.Commands.Threading;

/// <summary>THREAD. RFC 5256 §3, §4.</summary>
public sealed class ThreadTests
{
    private static readonly string[] Mail =
    [
        "Message-ID: <1@x>\nSubject: apples\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n\n",
        "Message-ID: <2@x>\nReferences: <1@x>\nSubject: Re: apples\nDate: Tue, 2 Jan 2024 10:00:00 +0000\n\n",
        "Message-ID: <3@x>\nReferences: <1@x>\n <2@x>\nSubject: Re: apples\nDate: Wed, 3 Jan 2024 10:00:00 +0000\n\n",
        "Message-ID: <4@x>\nIn-Reply-To: <1@x>\nSubject: pears\nDate: Thu, 4 Jan 2024 10:00:00 +0000\n\n",
        "Message-ID: <5@x>\nReferences: <gone@x>\nSubject: plums\nDate: Fri, 5 Jan 2024 10:00:00 +0000\n\n",
        "Message-ID: <6@x>\nReferences: <gone@x>\nSubject: prunes\nDate: Sat, 6 Jan 2024 10:00:00 +0000\n\n",
        "Message-ID: <7@x>\nSubject: Re: plums\nDate: Sun, 7 Jan 2024 10:00:00 +0000\n\n",
        "Subject: Fwd: apples\nDate: Sun, 31 Dec 2023 10:00:00 +0000\n\n",
    ];

    [Theory]
    [InlineData("REFERENCES UTF-8 ALL", "(1 (8)(2 3)(4))((5)(6)(7))")]
    [InlineData("REFS UTF-8 ALL", "(8)(1 (2 3)(4))((5)(6))(7)")]
    [InlineData("ORDEREDSUBJECT UTF-8 ALL", "(8 (1)(2)(3))(4)(5 7)(6)")]
    [InlineData("REFERENCES US-ASCII 1:3", "(1 2 3)")]
    [InlineData("REFERENCES UTF-8 2:4", "((2 3)(4))")]
    [InlineData("references utf-8 SUBJECT pears", "(4)")]
    public async Task Messages_that_belong_together_come_together(string arguments, string threads)
    {
        await using var server = await SelectedAsync();
        await server.PlayAsync($"""
            C: a THREAD {arguments}
            S: * THREAD {threads}
            S: a OK *
            C: b UID THREAD {arguments}
            S: * THREAD {threads}
            S: b OK *
            """);
    }

    [Theory]
    [InlineData("THREAD JWZ UTF-8 ALL", "BAD *")]
    [InlineData("THREAD REFERENCES ALL", "BAD *")]
    [InlineData("THREAD REFERENCES KOI8-R ALL", "NO [BADCHARSET *")]
    [InlineData("THREAD REFERENCES RETURN (COUNT) UTF-8 ALL", "BAD *")]
    public async Task What_cannot_be_threaded_is_refused(string command, string reply)
    {
        await using var server = await SelectedAsync();
        await server.PlayAsync($"""
            C: a {command}
            S: a {reply}
            C: b THREAD REFERENCES UTF-8 SUBJECT nothing
            S: * THREAD
            S: b OK *
            """);
    }

    [Fact]
    public void Whoever_refers_to_whom_every_message_comes_once()
    {
        var ids = Gen.Int[0, 12].Select(static number => number is 0 ? string.Empty : number.ToString(CultureInfo.InvariantCulture));
        Gen.Select(ids, ids.Array[0, 4], Gen.Int[0, 3], Gen.Bool, Gen.Long[0, 9]).Array[0, 25].Sample(static raw =>
        {
            var messages = raw.Select(static (message, index) => new ThreadedMessage(
                index, message.Item1, [.. message.Item2.Where(static id => id.Length > 0)], message.Item3 is 0 ? "" : message.Item3.ToString(CultureInfo.InvariantCulture), message.Item4, message.Item5)).ToList();
            foreach (var algorithm in Enum.GetValues<ThreadAlgorithm>())
            {
                var threads = algorithm is ThreadAlgorithm.OrderedSubject ? SubjectThreads.Build(messages) : ReferenceThreads.Build(messages, algorithm);
                string text = string.Concat(threads.Select(static thread => ThreadText.Of(thread, static index => (uint)index + 1)));
                var numbers = text.Split(['(', ')', ' '], StringSplitOptions.RemoveEmptyEntries).Select(static number => int.Parse(number, CultureInfo.InvariantCulture)).Order();
                Assert.Equal(Enumerable.Range(1, messages.Count), numbers);
                Assert.Equal(text.Count(static c => c is '('), text.Count(static c => c is ')'));
                Assert.DoesNotContain("()", text, StringComparison.Ordinal);
                Assert.DoesNotContain("( ", text, StringComparison.Ordinal);
            }
        });
    }

    [Fact]
    public void A_thread_of_a_hundred_thousand_replies_needs_no_recursion()
    {
        var messages = Enumerable.Range(0, 100_000).Select(static i => new ThreadedMessage(i, $"{i}", i is 0 ? [] : [$"{i - 1}"], "", false, i)).Reverse();
        var thread = Assert.Single(ReferenceThreads.Build(messages, ThreadAlgorithm.Refs));
        var text = new StringBuilder("(1");
        for (int i = 2; i <= 100_000; i++)
            text.Append(' ').Append(i);
        Assert.Equal(text.Append(')').ToString(), ThreadText.Of(thread, static index => (uint)index + 1));
    }

    private static async Task<ImapTestServer> SelectedAsync()
    {
        var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: Mail);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            """);
        return server;
    }
}
