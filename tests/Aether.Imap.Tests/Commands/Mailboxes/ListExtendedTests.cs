namespace Aether.Imap.Tests.Commands.Mailboxes;

/// <summary>LIST with options. RFC 5258, RFC 5819, RFC 6154, RFC 8438, RFC 8474.</summary>
[Proves("LIST-EXTENDED", "LIST-STATUS", "STATUS=SIZE", "CREATE-SPECIAL-USE", "APPENDLIMIT")]
public sealed class ListExtendedTests
{
    [Fact]
    public async Task Of_a_child_that_is_listed_itself_its_parent_says_nothing()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);

        // RFC 5258 §3.5.
        await server.PlayAsync("""
            C: a CREATE Top/Sub
            S: a OK *
            C: b SUBSCRIBE Top/Sub
            S: b OK *
            C: c LIST (SUBSCRIBED RECURSIVEMATCH) "" (Top)
            S: * LIST (\HasChildren) "/" "Top" ("CHILDINFO" ("SUBSCRIBED"))
            S: c OK *
            C: d LIST (SUBSCRIBED RECURSIVEMATCH) "" (Top Top/Sub)
            S: * LIST (\HasNoChildren \Subscribed) "/" "Top/Sub"
            S: d OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Subscribed_names_are_listed_be_they_mailboxes_or_not(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize);
        await EmptyAsync(server);

        // RFC 5258 §5, examples 3 and 9.
        await server.PlayAsync("""
            C: a LIST (SUBSCRIBED) "" "*"
            S: * LIST (\HasNoChildren \Subscribed) "/" "A/B"
            S: * LIST (\NonExistent \HasNoChildren \Subscribed) "/" "Gone/Too"
            S: a OK *
            C: b LIST (SUBSCRIBED RECURSIVEMATCH) "" "%"
            S: * LIST (\HasChildren) "/" "A" ("CHILDINFO" ("SUBSCRIBED"))
            S: * LIST (\NonExistent \HasNoChildren) "/" "Gone" ("CHILDINFO" ("SUBSCRIBED"))
            S: b OK *
            C: c LIST () "" ("A" "A/*") RETURN (SUBSCRIBED CHILDREN)
            S: * LIST (\HasChildren) "/" "A"
            S: * LIST (\HasNoChildren \Subscribed) "/" "A/B"
            S: c OK *
            C: d LIST (RECURSIVEMATCH) "" "*"
            S: d BAD *
            C: e LIST (FOO) "" "*"
            S: e BAD *
            C: f LIST (REMOTE) "" "A" RETURN ()
            S: * LIST (\HasChildren) "/" "A"
            S: f OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task STATUS_comes_with_the_names(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: ["Subject: x\n\nx\n"]);

        // RFC 5819 §2; SIZE: RFC 8438; APPENDLIMIT: RFC 7889 §5.
        await server.PlayAsync("""
            C: a LIST "" "INBOX" RETURN (STATUS (MESSAGES SIZE APPENDLIMIT))
            S: * LIST (\HasNoChildren) "/" "INBOX"
            S: * STATUS "INBOX" (MESSAGES 1 SIZE 17 APPENDLIMIT 1000000)
            S: a OK *
            C: b LIST "" "INBOX" RETURN (STATUS (FOO))
            S: b BAD *
            """);
    }

    [Fact]
    public async Task A_mailbox_is_created_for_a_use_once()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);

        // RFC 6154 §3, §5.3, §6.
        await server.PlayAsync("""
            C: a CREATE Important (USE (\Flagged))
            S: a OK [MAILBOXID (M*
            C: b LIST (SPECIAL-USE) "" "I*"
            S: * LIST (\HasNoChildren \Flagged) "/" "Important"
            S: b OK *
            C: c CREATE Other (USE (\Flagged))
            S: c NO [USEATTR] *
            C: d CREATE Other (USE (\Nonsense))
            S: d NO [USEATTR] *
            C: e CREATE Other (USE ())
            S: e OK *
            C: f CREATE More (FOO)
            S: f BAD *
            C: g CREATE More (USE (\Inbox))
            S: g NO [USEATTR] *
            """);
    }

    [Fact]
    public async Task A_mailbox_keeps_its_id_when_it_is_renamed()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        await server.PlayAsync("""
            C: a CREATE One
            S: a OK *
            """);
        var one = await server.Store.FindMailboxAsync(server.Account.Id, "One");

        // RFC 8474 §4.
        await server.PlayAsync($"""
            C: b RENAME One Two
            S: b OK *
            C: c STATUS Two (MAILBOXID)
            S: * STATUS "Two" (MAILBOXID (M{one.Id.Value}))
            S: c OK *
            C: d SELECT Two
            S: ...
            S: * OK [MAILBOXID (M{one.Id.Value})] *
            S: * OK [ANNOTATIONS *
            S: d OK *
            """);
    }

    /// <summary>Only A, A/B and INBOX, and two subscriptions.</summary>
    private static async Task EmptyAsync(ImapTestServer server)
    {
        foreach (string name in await server.Store.Store.Mailboxes.SubscriptionsAsync(server.Account.Id, CancellationToken.None))
            await server.Store.Store.Mailboxes.SubscribeAsync(server.Account.Id, name, Storage.Mailboxes.SubscriptionChange.Unsubscribe, CancellationToken.None);
        await server.PlayAsync("""
            C: p CREATE A/B
            S: p OK *
            C: q SUBSCRIBE A/B
            S: q OK *
            C: r SUBSCRIBE Gone/Too
            S: r OK *
            """);
    }
}
