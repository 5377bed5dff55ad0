using System.Globalization;
using System.Text;
using Aether.Configuration.Schema;
using Aether.Imap.Commands.Threading;
using Aether.Protocol.Imap;
using CsCheck;

namespace Aether.Imap.Tests.Commands.Threading;

/// <summary>THREAD. RFC 5256 §3, §4.</summary>
[Proves("THREAD=REFERENCES", "THREAD=ORDEREDSUBJECT", "THREAD=REFS")]
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
        var ids = Gen.Int[0, 12];
        Gen.Select(ids, ids.Array[0, 4], Gen.Int[0, 3], Gen.Bool, Gen.Long[0, 9]).Array[0, 25].Sample(static raw =>
        {
            var messages = raw.Select(static (message, index) => (
                Message: new ThreadedMessage(index, Key(message.Item1), Key(message.Item3), message.Item4, message.Item5),
                References: message.Item2.Where(static id => id > 0).Select(Key).ToArray())).ToList();
            foreach (var algorithm in Enum.GetValues<ThreadAlgorithm>())
            {
                IThreads threads = algorithm is ThreadAlgorithm.OrderedSubject ? new SubjectThreads(1000) : new ReferenceThreads(algorithm, 1000);
                messages.ForEach(message => Assert.True(threads.TryEnter(message.Message, message.References)));
                string text = string.Concat(threads.Finish().Select(static thread => ThreadText.Of(thread, static index => (uint)index + 1)));
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
        var threads = new ReferenceThreads(ThreadAlgorithm.Refs, 1_000_000);
        for (int i = 100_000; i > 0; i--)
            Assert.True(threads.TryEnter(new ThreadedMessage(i - 1, Key(i), ThreadKey.None, false, i), [Key(i - 1)]));
        var thread = Assert.Single(threads.Finish());
        var text = new StringBuilder("(1");
        for (int i = 2; i <= 100_000; i++)
            text.Append(' ').Append(i);
        Assert.Equal(text.Append(')').ToString(), ThreadText.Of(thread, static index => (uint)index + 1));
    }

    [Theory, InlineData(ThreadAlgorithm.References), InlineData(ThreadAlgorithm.Refs)]
    public void What_is_made_to_be_slow_ends_early(ThreadAlgorithm algorithm)
    {
        // A long chain, then mail that would each be looked up from its end: steps are counted.
        var slow = new ReferenceThreads(algorithm, int.MaxValue);
        bool goesOn = true;
        int number = 0;
        for (int i = 1; i <= 50_000 && goesOn; i++)
            goesOn = slow.TryEnter(new ThreadedMessage(number++, Key(i), ThreadKey.None, false, 0), [Key(i - 1)]);
        Assert.True(goesOn);
        for (int i = 100_000; i < 110_000 && goesOn; i++)
        {
            slow.TryEnter(new ThreadedMessage(number++, ThreadKey.None, ThreadKey.None, false, 0), [Key(i)]);
            goesOn = slow.TryEnter(new ThreadedMessage(number++, Key(i), ThreadKey.None, false, 0), [Key(50_000)]);
        }

        Assert.False(goesOn);
    }

    [Fact]
    public void A_long_chain_of_missing_mail_above_many_costs_each_of_them_once()
    {
        var threads = new ReferenceThreads(ThreadAlgorithm.Refs, int.MaxValue);
        for (int i = 0; i < 400; i++)
            Assert.True(threads.TryEnter(new ThreadedMessage(i, ThreadKey.None, ThreadKey.None, false, i), [.. Enumerable.Range(1 + i * 100, 101).Select(Key)]));
        for (int i = 400; i < 40_000; i++)
            Assert.True(threads.TryEnter(new ThreadedMessage(i, ThreadKey.None, ThreadKey.None, false, i), [Key(40_001)]));

        // 40,000 that are not here: moved up one by one, each of the others would pass them all.
        Assert.Equal(40_000, Assert.Single(threads.Finish()).Children.Count());
    }

    [Theory, InlineData("REFERENCES"), InlineData("REFS"), InlineData("ORDEREDSUBJECT")]
    public async Task More_than_may_be_held_is_refused(string algorithm)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: Mail, options: ImapTestServer.Options with { Limits = new ImapLimitSettings { ThreadIds = 5 } });
        await server.PlayAsync($"""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a THREAD {algorithm} UTF-8 ALL
            S: a NO [LIMIT] *
            C: b THREAD {algorithm} UTF-8 1
            S: * THREAD (1)
            S: b OK *
            """);
    }

    /// <param name="number">0 is none.</param>
    private static ThreadKey Key(int number) => new((UInt128)number);

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
