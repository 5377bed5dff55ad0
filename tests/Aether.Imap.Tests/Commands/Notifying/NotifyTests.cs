using Aether.Imap.Commands.Notifying;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Imap.Tests.Commands.Notifying;

/// <summary>NOTIFY: news of many mailboxes without asking. RFC 5465; case I08.</summary>
[Proves("NOTIFY")]
public sealed class NotifyTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Mail_in_other_mailboxes_is_told_as_it_comes(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, clients: 2);
        var archive = await server.Store.FindMailboxAsync(server.Account.Id, "Archive");

        // RFC 5465 §5.1, §5.2: STATUS for mailboxes that are not open.
        await server.PlayAsync($$"""
            C1: a NOTIFY SET STATUS (mailboxes Archive (MessageNew MessageExpunge FlagChange)) (mailboxes Sent NONE) (personal (MessageNew MessageExpunge))
            S1: * STATUS "INBOX" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY *
            S1: ...
            S1: a OK *
            C2-raw: b APPEND Archive {14+}\r\nSubject: b\r\n\r\n\r\n
            S2: b OK *
            S1: * STATUS "Archive" (MESSAGES 1 UIDNEXT 2 UIDVALIDITY {{archive.Counters.UidValidity}} UNSEEN 1 HIGHESTMODSEQ *
            C2: c SELECT Archive
            S2: ...
            S2: c OK *
            C2: d STORE 1 FLAGS.SILENT (\Seen)
            S2: d OK *
            S1: * STATUS "Archive" (MESSAGES 1 UIDNEXT 2 UIDVALIDITY {{archive.Counters.UidValidity}} UNSEEN 0 HIGHESTMODSEQ *
            C2-raw: e APPEND Sent {14+}\r\nSubject: e\r\n\r\n\r\n
            S2: e OK *
            C2-raw: f APPEND Drafts {14+}\r\nSubject: f\r\n\r\n\r\n
            S2: f OK *
            S1: * STATUS "Drafts" (MESSAGES 1 *
            C1: g NOTIFY NONE
            S1: g OK Silence.
            C2-raw: h APPEND Drafts {14+}\r\nSubject: h\r\n\r\n\r\n
            S2: h OK *
            C1: i NOOP
            S1: i OK *
            """);
    }

    [Fact]
    public async Task News_is_not_lost_that_comes_while_other_news_is_read()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, clients: 2);
        await server.PlayAsync("""
            C1: a NOTIFY SET (mailboxes Sent NONE) (personal (MessageNew MessageExpunge))
            S1: a OK *
            """);
        for (int i = 1; i <= 50; i++)
        {
            await server.PlayAsync($$"""
                C2-raw: e APPEND Sent {14+}\r\nSubject: e\r\n\r\n\r\nf APPEND Drafts {14+}\r\nSubject: f\r\n\r\n\r\n
                S2: e OK *
                S2: f OK *
                S1: * STATUS "Drafts" (MESSAGES {{i}} *
                """);
        }
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task The_open_mailbox_tells_at_once_and_fetches_what_is_new(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, clients: 2, messages: ["Subject: one\n\n"]);

        // RFC 5465 §5.1: with the items named; §6.1: EXPUNGE at once.
        await server.PlayAsync("""
            C1: s SELECT INBOX
            S1: ...
            S1: s OK *
            C1: a NOTIFY SET (selected (MessageNew (FLAGS PREVIEW) MessageExpunge FlagChange))
            S1: a OK *
            C2-raw: b APPEND INBOX (\\Flagged) {19+}\r\nSubject: x\r\n\r\nhello\r\n
            S2: b OK *
            S1: * 2 EXISTS
            S1: * 2 RECENT
            S1: * 2 FETCH (UID 2 FLAGS (\Flagged \Recent) PREVIEW "hello")
            C2: t SELECT INBOX
            S2: ...
            S2: t OK *
            C2: c STORE 1 FLAGS.SILENT (\Deleted)
            S2: c OK *
            S1: * 1 FETCH (FLAGS (\Deleted \Recent))
            C2: d EXPUNGE
            S2: ...
            S2: d OK *
            S1: * 1 EXPUNGE
            """);
    }

    [Theory, InlineData("MessageNew"), InlineData("MessageExpunge")]
    public async Task Who_says_one_of_new_and_gone_messages_means_both(string said)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, clients: 2);

        // RFC 5465 §5 tells clients to say both.
        await server.PlayAsync($$"""
            C1: a NOTIFY SET (mailboxes Archive ({{said}}))
            S1: a OK *
            C2-raw: b APPEND Archive {14+}\r\nSubject: b\r\n\r\n\r\n
            S2: b OK *
            S1: * STATUS "Archive" (MESSAGES 1 UIDNEXT 2 UIDVALIDITY *
            C2: c SELECT Archive
            S2: ...
            S2: c OK *
            C2: d STORE 1 +FLAGS.SILENT (\Deleted)
            S2: d OK *
            C2: e CLOSE
            S2: e OK *
            S1: * STATUS "Archive" (MESSAGES 0 UIDNEXT 2 UIDVALIDITY *
            """);
    }

    [Fact]
    public async Task Names_that_come_go_and_change_are_told()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, clients: 2);

        // RFC 5465 §5.4.
        await server.PlayAsync("""
            C1: a NOTIFY SET (personal (MailboxName))
            S1: a OK *
            C2: b CREATE One
            S2: b OK *
            S1: * LIST () "/" "One"
            C2: c RENAME One Two
            S2: c OK *
            S1: * LIST () "/" "Two" ("OLDNAME" ("One"))
            C2: e DELETE Two
            S2: e OK *
            S1: * LIST (\NonExistent) "/" "Two"
            """);
    }

    [Fact]
    public async Task Subscriptions_and_annotations_of_mailboxes_are_told()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, clients: 2);

        // RFC 5465 §5.5, §5.6, §5.7; the values stay to be asked for: RFC 5464 §4.4.2.
        await server.PlayAsync("""
            C1: a NOTIFY SET (subtree Archive (SubscriptionChange MailboxMetadataChange)) (personal (ServerMetadataChange))
            S1: a OK *
            C2: b UNSUBSCRIBE Archive
            S2: b OK *
            S1: * LIST () "/" "Archive"
            C2: c UNSUBSCRIBE Archive
            S2: c OK *
            C2: d UNSUBSCRIBE Sent
            S2: d OK *
            C2: e SUBSCRIBE Archive
            S2: e OK *
            S1: * LIST (\Subscribed) "/" "Archive"
            C2: f SETMETADATA Archive (/shared/comment "one" /private/comment "mine")
            S2: f OK *
            S1: * METADATA "Archive" "/shared/comment" "/private/comment"
            C2: g SETMETADATA Archive (/shared/comment "two")
            S2: g OK *
            S1: * METADATA "Archive" "/shared/comment"
            C2: h SETMETADATA Archive (/private/comment NIL)
            S2: h OK *
            S1: * METADATA "Archive" "/private/comment"
            C2: i SETMETADATA Sent (/shared/comment "not asked for")
            S2: i OK *
            C2: j SETMETADATA "" (/private/comment "of the account")
            S2: j OK *
            S1: * METADATA "" "/private/comment"
            C1: k NOTIFY NONE
            S1: k OK *
            """);
    }

    [Fact]
    public async Task Annotations_of_messages_are_told()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, clients: 2, messages: ["Subject: one\n\n"]);
        await server.DeliverAsync("Subject: two\n\n", "Archive");
        uint validity = (await server.Store.FindMailboxAsync(server.Account.Id, "Archive")).Counters.UidValidity;

        // RFC 5465 §5.1: by FETCH of the open mailbox, names only (RFC 5257 §4.2), by STATUS of others.
        await server.PlayAsync($"""
            C1: s SELECT INBOX
            S1: ...
            S1: s OK *
            C1: a NOTIFY SET (selected (MessageNew MessageExpunge AnnotationChange)) (mailboxes Archive (MessageNew MessageExpunge AnnotationChange))
            S1: a OK *
            C2: t SELECT INBOX
            S2: ...
            S2: t OK *
            C2: b STORE 1 ANNOTATION (/comment (value.shared "ours"))
            S2: ...
            S2: b OK *
            S1: * 1 FETCH (UID 1 ANNOTATION ("/comment"))
            C2: u SELECT Archive
            S2: ...
            S2: u OK *
            C2: c STORE 1 ANNOTATION (/comment (value.shared "ours"))
            S2: ...
            S2: c OK *
            S1: * STATUS "Archive" (MESSAGES 1 UIDNEXT 2 UIDVALIDITY {validity} HIGHESTMODSEQ *
            C1: n NOTIFY NONE
            S1: n OK *
            C2: v SELECT INBOX
            S2: ...
            S2: v OK *
            C2: d STORE 1 ANNOTATION (/comment (value.shared "ours again"))
            S2: ...
            S2: d OK *
            C1: e NOOP
            S1: e OK *
            """);
    }

    [Fact]
    public async Task Who_can_have_no_annotations_hears_of_none()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, options: ImapTestServer.Options with { Without = ["METADATA", "ANNOTATE-EXPERIMENT-1"] });
        await server.PlayAsync("""
            C: a NOTIFY SET (personal (MailboxMetadataChange))
            S: a NO [BADEVENT (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange)] *
            C: b NOTIFY SET (personal (MessageNew AnnotationChange))
            S: b NO [BADEVENT *
            """);
    }

    [Theory]
    [InlineData("NOTIFY", "BAD *")]
    [InlineData("NOTIFY SET (personal (MessageNew FlagChange MailboxNew))", "NO [BADEVENT (*")]
    [InlineData("NOTIFY SET (personal (FlagChange))", "BAD *")]
    [InlineData("NOTIFY SET (personal (MessageNew (FLAGS) MessageExpunge))", "BAD *")]
    [InlineData("NOTIFY SET (selected (MessageNew MessageExpunge)) (selected-delayed NONE)", "BAD *")]
    [InlineData("NOTIFY SET (nowhere (MessageNew MessageExpunge))", "BAD *")]
    [InlineData("NOTIFY SET (personal (MessageNew QuotaChange))", "NO [BADEVENT (MessageNew MessageExpunge FlagChange MailboxName AnnotationChange SubscriptionChange MailboxMetadataChange ServerMetadataChange)] *")]
    [InlineData("NOTIFY SET (personal (AnnotationChange))", "BAD *")]
    [InlineData("NOTIFY NONE NONE", "BAD *")]
    public async Task What_cannot_be_told_is_refused(string command, string reply)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        await server.PlayAsync($"""
            C: a {command}
            S: a {reply}
            C: b NOOP
            S: b OK *
            """);
    }

    [Fact]
    public async Task Too_much_at_once_is_told_in_one_line_and_then_no_more()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        await server.PlayAsync("""
            C: a NOTIFY SET (personal (MessageNew MessageExpunge))
            S: a OK *
            """);

        // Case I08: more mailboxes change than are remembered while the client is in the middle of a literal; the store waits for nobody.
        await server.Client().SendLineAsync("b APPEND INBOX {5}");
        Assert.StartsWith("+ ", await server.Client().ReadLineAsync(), StringComparison.Ordinal);
        for (int i = 0; i <= MailboxWatch.MostChanged; i++)
            Assert.Equal(MailboxStatus.Done, await server.Store.Store.Mailboxes.CreateAsync(server.Account.Id, $"m{i}", SpecialUse.None, CancellationToken.None));
        var message = await server.Store.DraftAsync("Subject: x\r\n\r\n"u8.ToArray());
        var mailboxes = await server.Store.Store.Mailboxes.ListAsync(server.Account.Id, CancellationToken.None);
        await Task.WhenAll(mailboxes.Select(mailbox => server.Store.Store.Messages.AppendAsync(
            server.Account.Id, mailbox.Id, message, new FlagChange(FlagChangeMode.Replace, SystemFlags.None, []), null, CancellationToken.None)));
        await server.Client().SendLineAsync("a:b\r\n");
        Assert.Equal(2, (await ReadToAsync(server, "* OK [NOTIFICATIONOVERFLOW]")).Count); // after the OK of APPEND

        await server.DeliverAsync("Subject: one more\r\n\r\n", "m0");
        await server.Client().SendLineAsync("c NOOP");
        Assert.Single(await ReadToAsync(server, "c OK"));
    }

    private static async Task<List<string>> ReadToAsync(ImapTestServer server, string end)
    {
        var lines = new List<string>();
        while (lines.Count is 0 || !lines[^1].StartsWith(end, StringComparison.Ordinal))
            lines.Add(await server.Client().ReadLineAsync() ?? throw new EndOfStreamException());
        return lines;
    }
}
