using Aether.Storage.Mailboxes;

namespace Aether.Imap.Tests.Session;

/// <summary>Sessions on one mailbox see each other's changes. RFC 3501 §5.2, §7.4.1; RFC 2177 IDLE; case I10.</summary>
[Proves("IDLE")]
public sealed class NewsTests
{
    private static readonly string[] Two = ["Subject: one\n\n", "Subject: two\n\n"];

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task IDLE_tells_at_once(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize, clients: 2);

        await server.PlayAsync("""
            C2: i IDLE
            S2: + idling
            C1: a STORE 1 +FLAGS (\Flagged)
            S1: ...
            S1: a OK *
            S2: * 1 FETCH (FLAGS (\Flagged))
            C1: b APPEND INBOX {14+}
            C1-raw: Subject: z\r\n\r\n\r\n
            S1: * 3 EXISTS
            S1: * *
            S1: b OK *
            S2: * 3 EXISTS
            S2: * *
            C1: c STORE 1:2 +FLAGS.SILENT (\Deleted)
            S1: c OK *
            C1: d EXPUNGE
            S1: * 1 EXPUNGE
            S1: * 1 EXPUNGE
            S1: d OK *
            S2: ...
            S2: * 1 EXPUNGE
            S2: * 1 EXPUNGE
            C2: DONE
            S2: i OK Idle ended.
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Message_numbers_stay_during_FETCH_STORE_and_SEARCH(int chunkSize)
    {
        await using var server = await SelectedAsync(chunkSize, clients: 2);

        // RFC 3501 §7.4.1: the EXPUNGE waits for a command that may carry it.
        await server.PlayAsync("""
            C1: a STORE 1 +FLAGS.SILENT (\Deleted)
            S1: a OK *
            C1: b EXPUNGE
            S1: * 1 EXPUNGE
            S1: b OK *
            C2: c FETCH 1:2 UID
            S2: * 1 FETCH (UID 1)
            S2: * 2 FETCH (UID 2)
            S2: c OK *
            C2: d STORE 2 +FLAGS (\Seen)
            S2: * 2 FETCH (FLAGS (\Seen))
            S2: d OK *
            C2: e SEARCH ALL
            S2: * SEARCH 1 2
            S2: e OK *
            C2: f FETCH 1 ENVELOPE
            S2: ...
            S2: f OK *
            C2: g NOOP
            S2: * 1 EXPUNGE
            S2: g OK *
            C2: h FETCH 1 UID
            S2: * 1 FETCH (UID 2)
            S2: h OK *
            """);
    }

    [Fact]
    public async Task What_another_changed_is_told_beside_what_one_changed_oneself()
    {
        await using var server = await SelectedAsync(int.MaxValue, clients: 2);

        // The second session changes flags before it was told of the first one's changes: its own reply must not hide them.
        await server.PlayAsync("""
            C1: a STORE 1 +FLAGS.SILENT (\Flagged)
            S1: a OK *
            C2: b STORE 2 +FLAGS (\Seen)
            S2: * 2 FETCH (FLAGS (\Seen))
            S2: * 1 FETCH (FLAGS (\Flagged))
            S2: b OK *
            C2: c STORE 1:2 +FLAGS (\Answered)
            S2: * 1 FETCH (FLAGS (\Answered \Flagged))
            S2: * 2 FETCH (FLAGS (\Answered \Seen))
            S2: c OK *
            C2: d STORE 2 +FLAGS.SILENT (\Answered)
            S2: d OK *
            C1: e NOOP
            S1: * 1 FETCH (FLAGS (\Answered \Flagged \Recent))
            S1: * 2 FETCH (FLAGS (\Answered \Seen \Recent))
            S1: e OK *
            """);
    }

    [Fact]
    public async Task A_delivery_reaches_an_idle_session()
    {
        await using var server = await SelectedAsync(int.MaxValue, clients: 1);

        await server.PlayAsync("""
            C: i IDLE
            S: + idling
            """);
        await server.DeliverAsync("Subject: new\n\n");
        await server.PlayAsync("""
            S: * 3 EXISTS
            S: * 3 RECENT
            C: done
            S: i OK *
            """);
    }

    [Fact]
    public async Task IDLE_ends_with_anything_but_DONE_as_an_error()
    {
        await using var server = await SelectedAsync(int.MaxValue, clients: 1);

        await server.PlayAsync("""
            C: i IDLE
            S: + idling
            C: j NOOP
            S: i BAD Expected DONE.
            C: k IDLE x
            S: k BAD *
            """);
    }

    [Fact]
    public async Task Clients_that_fight_over_a_mailbox_lose_nothing()
    {
        // Case I10, small: four clients flag, copy, move and expunge at once; what each believes at the end is what is there.
        const int Clients = 4;
        await using var server = await SelectedAsync(int.MaxValue, Clients, [.. Enumerable.Range(0, 40).Select(static number => $"Subject: {number}\n\n")]);
        await Task.WhenAll(Enumerable.Range(1, Clients).Select(client => Task.Run(() => FightAsync(server, client))));

        var inbox = await server.Store.FindMailboxAsync(server.Account.Id, Mailbox.Inbox);
        var archive = await server.Store.FindMailboxAsync(server.Account.Id, "Archive");
        Assert.Equal(40, inbox.Counters.Messages + archive.Counters.Messages);

        var rows = await server.Store.Store.Messages.ListAsync(server.Account.Id, inbox.Id, CancellationToken.None);
        string uids = string.Concat(rows.Select(static row => $" {row.Uid}"));
        for (int client = 1; client <= Clients; client++)
        {
            await server.PlayAsync($"""
                C{client}: x NOOP
                S{client}: ...
                S{client}: x OK *
                C{client}: y UID SEARCH ALL
                S{client}: * SEARCH{uids}
                S{client}: y OK *
                """);
        }
    }

    private static async Task FightAsync(ImapTestServer server, int client)
    {
        for (int round = 0; round < 8; round++)
        {
            int uid = (client * 10) - 9 + round;
            await RunAsync(server, client, $"UID STORE 1:40 +FLAGS (k{round % 3})");
            await RunAsync(server, client, $"UID MOVE {uid},{uid + 1} Archive");
            await RunAsync(server, client, "FETCH 1:* (UID FLAGS)");
        }
    }

    private static async Task RunAsync(ImapTestServer server, int client, string command)
    {
        await server.Client(client).SendLineAsync("t " + command);
        string? line;
        do
            line = await server.Client(client).ReadLineAsync();
        while (line is not null && !line.StartsWith("t ", StringComparison.Ordinal));

        Assert.StartsWith("t OK", line, StringComparison.Ordinal);
    }

    private static async Task<ImapTestServer> SelectedAsync(int chunkSize, int clients, string[]? messages = null)
    {
        var server = await ImapTestServer.StartLoggedInAsync(chunkSize, clients, messages ?? Two);
        for (int client = 1; client <= clients; client++)
        {
            await server.PlayAsync($"""
                C{client}: s SELECT INBOX
                S{client}: ...
                S{client}: s OK *
                """);
        }

        return server;
    }
}
