namespace Aether.Imap.Tests.Commands.Searching;

/// <summary>ESEARCH over many mailboxes (RFC 7377), and UIDBATCHES.</summary>
[Proves("MULTISEARCH", "UIDBATCHES")]
public sealed class MultiSearchTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Many_mailboxes_are_searched_with_one_command(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: ["Subject: cat\n\n", "Subject: dog\n\n"]);
        await server.PlayAsync("""
            C: p CREATE Lists/Pets
            S: p OK *
            """);
        await server.DeliverAsync("Subject: dog\n\n", "Lists/Pets");
        var inbox = await server.Store.FindMailboxAsync(server.Account.Id, "INBOX");
        var pets = await server.Store.FindMailboxAsync(server.Account.Id, "Lists/Pets");

        // RFC 7377 §2.1, §2.2: an answer a mailbox, none for those without a match.
        await server.PlayAsync($"""
            C: a ESEARCH IN (personal) SUBJECT dog
            S: * ESEARCH (TAG "a" MAILBOX "INBOX" UIDVALIDITY {inbox.Counters.UidValidity}) UID ALL 2
            S: * ESEARCH (TAG "a" MAILBOX "Lists/Pets" UIDVALIDITY {pets.Counters.UidValidity}) UID ALL 1
            S: a OK *
            C: b ESEARCH IN (subtree Lists) RETURN (COUNT) ALL
            S: * ESEARCH (TAG "b" MAILBOX "Lists/Pets" UIDVALIDITY {pets.Counters.UidValidity}) UID COUNT 1
            S: b OK *
            C: c ESEARCH IN (mailboxes ("INBOX" "Nowhere") inboxes) RETURN (MIN) SUBJECT dog
            S: * ESEARCH (TAG "c" MAILBOX "INBOX" UIDVALIDITY {inbox.Counters.UidValidity}) UID MIN 2
            S: c OK *
            C: d ESEARCH IN (selected) ALL
            S: d BAD *
            C: e ESEARCH ALL
            S: e BAD *
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: f ESEARCH SUBJECT cat
            S: * ESEARCH (TAG "f" MAILBOX "INBOX" UIDVALIDITY {inbox.Counters.UidValidity}) UID ALL 1
            S: f OK *
            C: g ESEARCH IN (personal) 1:2
            S: g BAD *
            C: h ESEARCH IN (personal) RETURN (SAVE) ALL
            S: h BAD *
            C: i ESEARCH IN () ALL
            S: i BAD *
            C: j ESEARCH IN (subtree-one Lists subscribed) SUBJECT nothing
            S: j OK *
            """);
    }

    [Fact]
    public async Task Batches_of_UIDs_come_newest_first()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: Enumerable.Range(1, 5).Select(static number => $"Subject: {number}\n\n"));
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a UIDBATCHES 2
            S: * UIDBATCHES (TAG "a") 5:4,3:2,1:1
            S: a OK *
            C: b UIDBATCHES 2 2:3
            S: * UIDBATCHES (TAG "b") 3:2,1:1
            S: b OK *
            C: c UIDBATCHES 10 2
            S: * UIDBATCHES (TAG "c")
            S: c OK *
            C: d UIDBATCHES 0
            S: d BAD *
            C: e UIDBATCHES 2 3:2
            S: e BAD *
            """);
    }
}
