namespace Aether.Imap.Tests.Commands.Mailboxes;

/// <summary>The list of mailboxes. RFC 3501 §6.3.3 to §6.3.10; cases I05, I06.</summary>
[Proves("CHILDREN", "SPECIAL-USE", "UNSELECT")]
public sealed class MailboxTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task LIST_can_be_asked_for_special_uses_alone(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize);

        // RFC 6154 §3
        await server.PlayAsync("""
            C: a LIST (SPECIAL-USE) "" "*"
            S: * LIST (\HasNoChildren \Archive) "/" "Archive"
            S: * LIST (\HasNoChildren \Drafts) "/" "Drafts"
            S: * LIST (\HasNoChildren \Junk) "/" "Junk"
            S: * LIST (\HasNoChildren \Sent) "/" "Sent"
            S: * LIST (\HasNoChildren \Trash) "/" "Trash"
            S: a OK *
            C: b LIST (NONSENSE) "" "*"
            S: b BAD *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task LIST_shows_children_and_special_uses(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize);

        // RFC 3501 §6.3.8, RFC 3348 CHILDREN, RFC 6154 §2 SPECIAL-USE
        await server.PlayAsync("""
            C: a LIST "" ""
            S: * LIST (\Noselect) "/" ""
            S: a OK *
            C: b LIST "" "*"
            S: * LIST (\HasNoChildren) "/" "INBOX"
            S: * LIST (\HasNoChildren \Archive) "/" "Archive"
            S: * LIST (\HasNoChildren \Drafts) "/" "Drafts"
            S: * LIST (\HasNoChildren \Junk) "/" "Junk"
            S: * LIST (\HasNoChildren \Sent) "/" "Sent"
            S: * LIST (\HasNoChildren \Trash) "/" "Trash"
            S: b OK *
            C: c CREATE Work/2026/Jan
            S: c OK *
            C: d LIST "" W%
            S: * LIST (\HasChildren) "/" "Work"
            S: d OK *
            C: e LIST Work/ %
            S: * LIST (\HasChildren) "/" "Work/2026"
            S: e OK *
            C: f LIST "" inbox
            S: * LIST (\HasNoChildren) "/" "INBOX"
            S: f OK *
            C: g LIST "" iNb%
            S: * LIST (\HasNoChildren) "/" "INBOX"
            S: g OK *
            C: h LIST
            S: h BAD *
            C: i NAMESPACE
            S: * NAMESPACE (("" "/")) (("Users/" "/")) (("Shared/" "/"))
            S: i OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task CREATE_RENAME_and_DELETE_answer_with_codes(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize);

        await server.PlayAsync("""
            C: a CREATE Work
            S: a OK *
            C: b CREATE Work
            S: b NO [ALREADYEXISTS] *
            C: c CREATE inbox
            S: c NO [ALREADYEXISTS] *
            C: d RENAME Work Play/Ground
            S: d OK *
            C: e RENAME Work Other
            S: e NO [NONEXISTENT] *
            C: f DELETE Work
            S: f NO [NONEXISTENT] *
            C: g DELETE Play/Ground
            S: g OK *
            C: h DELETE INBOX
            S: h NO [CANNOT] *
            C: i RENAME Junk Sent
            S: i NO [ALREADYEXISTS] *
            C: j CREATE Trailing/
            S: j OK *
            C: k STATUS Trailing (MESSAGES)
            S: * STATUS "Trailing" (MESSAGES 0)
            S: k OK *
            """);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("a//b")]
    [InlineData("INBOX/..")]
    [InlineData("\"a\\\\b\"", "OK")]
    [InlineData("&2D0-", "NO")]
    [InlineData("&AAA-", "NO")]
    [InlineData("&AA-", "NO")]
    [InlineData("\"a\tb\"", "NO")]
    public async Task Names_that_lead_astray_are_refused(string name, string status = "NO")
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(1);

        // Case I05
        await server.PlayAsync($"""
            C: a CREATE {name}
            S: a {status} *
            C: b NOOP
            S: b OK *
            """);
    }

    [Fact]
    public async Task Long_and_deep_names_are_refused()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);

        // Case I05
        await server.PlayAsync($"""
            C: a CREATE {new string('x', 10_000)}
            S: a NO [CANNOT] *
            C: b CREATE {string.Join('/', Enumerable.Repeat("x", 500))}
            S: b NO [CANNOT] *
            """);
    }

    [Fact]
    public async Task A_name_in_another_form_is_the_same_mailbox()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);

        // Case I05: e with an accent as one character or as two.
        await server.PlayAsync("""
            C: a CREATE &AOk-
            S: a OK *
            C: b CREATE e&AwE-
            S: b NO [ALREADYEXISTS] *
            C: c LIST "" &AOk-
            S: * LIST (\HasNoChildren) "/" "&AOk-"
            S: c OK *
            """);
    }

    [Fact]
    public async Task A_thousand_wildcards_are_answered_at_once()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);

        // Case I06
        await server.PlayAsync($"""
            C: a LIST "" "{string.Concat(Enumerable.Repeat("*%", 1_000))}y"
            S: a OK *
            C: b LIST "" "{string.Concat(Enumerable.Repeat("*a", 1_000))}"
            S: b OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task LSUB_lists_subscribed_names_and_levels_above_them(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize);
        foreach (string name in await server.Store.Store.Mailboxes.SubscriptionsAsync(server.Account.Id, CancellationToken.None))
            await server.Store.Store.Mailboxes.SubscribeAsync(server.Account.Id, name, Storage.Mailboxes.SubscriptionChange.Unsubscribe, CancellationToken.None);

        // RFC 3501 §6.3.6, §6.3.9: a name may be subscribed that is no mailbox.
        await server.PlayAsync("""
            C: a SUBSCRIBE Work/Done
            S: a OK *
            C: b SUBSCRIBE INBOX
            S: b OK *
            C: c LSUB "" *
            S: * LSUB () "/" "INBOX"
            S: * LSUB () "/" "Work/Done"
            S: c OK *
            C: d LSUB "" %
            S: * LSUB () "/" "INBOX"
            S: * LSUB (\Noselect) "/" "Work"
            S: d OK *
            C: e UNSUBSCRIBE Work/Done
            S: e OK *
            C: f LSUB "" *
            S: * LSUB () "/" "INBOX"
            S: f OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task STATUS_counts_without_opening(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: ["Subject: one\n\n", "Subject: two\n\n"]);

        // RFC 3501 §6.3.10
        await server.PlayAsync("""
            C: a STATUS inbox (MESSAGES UIDNEXT UNSEEN RECENT)
            S: * STATUS "INBOX" (MESSAGES 2 UIDNEXT 3 UNSEEN 2 RECENT 2)
            S: a OK *
            C: b STATUS Nowhere (MESSAGES)
            S: b NO [NONEXISTENT] *
            C: c STATUS INBOX (FOO)
            S: c BAD *
            C: d STATUS INBOX ()
            S: d BAD *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task SELECT_tells_the_state_and_a_failed_one_closes(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: ["Subject: one\n\n", "Subject: two\n\n"]);

        // RFC 3501 §6.3.1, §6.3.2; \Recent goes to the first session that sees a message: §2.3.2.
        await server.PlayAsync("""
            C: a EXAMINE INBOX
            S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
            S: * 2 EXISTS
            S: * 2 RECENT
            S: * OK [UNSEEN 1] *
            S: * OK [PERMANENTFLAGS ()] *
            S: * OK [UIDVALIDITY *
            S: * OK [UIDNEXT 3] *
            S: * OK [HIGHESTMODSEQ *
            S: * OK [MAILBOXID *
            S: * OK [ANNOTATIONS *
            S: a OK [READ-ONLY] Examined.
            C: b STORE 1 +FLAGS (\Seen)
            S: b NO [READ-ONLY] *
            C: c SELECT INBOX
            S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
            S: * 2 EXISTS
            S: * 2 RECENT
            S: * OK [UNSEEN 1] *
            S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] *
            S: * OK [UIDVALIDITY *
            S: * OK [UIDNEXT 3] *
            S: * OK [HIGHESTMODSEQ *
            S: * OK [MAILBOXID *
            S: * OK [ANNOTATIONS *
            S: c OK [READ-WRITE] Selected.
            C: d FETCH 1 FLAGS
            S: * 1 FETCH (FLAGS (\Recent))
            S: d OK *
            C: e SELECT INBOX
            S: * FLAGS *
            S: * 2 EXISTS
            S: * 0 RECENT
            S: ...
            S: e OK *
            C: f SELECT Nowhere
            S: f NO [NONEXISTENT] *
            C: g CHECK
            S: g BAD Select a mailbox first.
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task CLOSE_expunges_silently_and_UNSELECT_does_not(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: ["Subject: one\n\n"]);

        // RFC 3501 §6.4.2, RFC 3691
        await server.PlayAsync("""
            C: a SELECT INBOX
            S: ...
            S: a OK *
            C: b STORE 1 +FLAGS.SILENT (\Deleted)
            S: b OK *
            C: c UNSELECT
            S: c OK *
            C: d STATUS INBOX (MESSAGES)
            S: * STATUS "INBOX" (MESSAGES 1)
            S: d OK *
            C: e SELECT INBOX
            S: ...
            S: e OK *
            C: f CLOSE
            S: f OK *
            C: g STATUS INBOX (MESSAGES)
            S: * STATUS "INBOX" (MESSAGES 0)
            S: g OK *
            """);
    }

    [Fact]
    public async Task A_mailbox_deleted_elsewhere_ends_its_sessions()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, clients: 2);

        await server.PlayAsync("""
            C1: a CREATE Work
            S1: a OK *
            C2: a SELECT Work
            S2: ...
            S2: a OK *
            C1: b SELECT Work
            S1: ...
            S1: b OK *
            C1: c DELETE Work
            S1: c OK *
            C1: d NOOP
            S1: d OK *
            C2: b NOOP
            S2: b OK *
            S2: * BYE The mailbox is gone.
            S2-close:
            """);
    }

    [Fact]
    public async Task RENAME_of_INBOX_hands_over_its_messages()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: ["Subject: one\n\n"]);

        // RFC 3501 §6.3.5
        await server.PlayAsync("""
            C: a RENAME INBOX Old
            S: a OK *
            C: b STATUS Old (MESSAGES)
            S: * STATUS "Old" (MESSAGES 1)
            S: b OK *
            C: c STATUS INBOX (MESSAGES)
            S: * STATUS "INBOX" (MESSAGES 0)
            S: c OK *
            """);
    }
}
