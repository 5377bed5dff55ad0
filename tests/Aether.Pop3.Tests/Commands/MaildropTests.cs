using Aether.Configuration.Schema;
using Aether.Storage.Messages;

namespace Aether.Pop3.Tests.Commands;

/// <summary>The TRANSACTION and UPDATE states. RFC 1939 §5, §6, §7; case I13.</summary>
public sealed class MaildropTests
{
    private static readonly string[] Two = ["Subject: a\n\n.dot\n.\nlast", "Subject: b\n\none\ntwo\nthree\n"];

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Messages_are_listed_and_read(int chunkSize)
    {
        await using var server = await Pop3TestServer.StartLoggedInAsync(chunkSize, Two);

        await server.PlayAsync("""
            C: STAT
            S: +OK 2 58
            C: LIST
            S: +OK 2 messages
            S: 1 27
            S: 2 31
            S: .
            C: LIST 2
            S: +OK 2 31
            C: LIST 3
            S: -ERR There is no such message.
            C: RETR 1
            S: +OK 27 octets
            S: Subject: a
            S: 
            S: ..dot
            S: ..
            S: last
            S: .
            C: TOP 2 0
            S: +OK *
            S: Subject: b
            S: 
            S: .
            C: TOP 2 2
            S: +OK *
            S: Subject: b
            S: 
            S: one
            S: two
            S: .
            C: TOP 2 100
            S: +OK *
            S: ...
            S: three
            S: .
            C: NOOP
            S: +OK *
            C: QUIT
            S: +OK Bye.
            S-close:
            """);

        // As with IMAP, what was read whole is seen; a glance by TOP does not count.
        Assert.Equal([SystemFlags.Seen, SystemFlags.None], (await server.RowsAsync()).Select(static row => row.System));
    }

    [Theory]
    [InlineData("TOP 1 -1")]
    [InlineData("TOP -1 1")]
    [InlineData("TOP 1")]
    [InlineData("RETR 2147483648")]
    [InlineData("RETR 0")]
    [InlineData("RETR 3")]
    [InlineData("RETR")]
    [InlineData("RETR 1 1")]
    [InlineData("DELE 99999999999999999999")]
    [InlineData("UIDL 0")]
    [InlineData("LIST x")]
    public async Task Numbers_that_are_none_are_refused(string command)
    {
        await using var server = await Pop3TestServer.StartLoggedInAsync(messages: Two);
        await server.PlayAsync($"""
            C: {command}
            S: -ERR *
            C: STAT
            S: +OK 2 58
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Deletion_comes_with_QUIT(int chunkSize)
    {
        await using var server = await Pop3TestServer.StartLoggedInAsync(chunkSize, Two);

        await server.PlayAsync("""
            C: DELE 1
            S: +OK *
            C: DELE 1
            S: -ERR *
            C: RETR 1
            S: -ERR *
            C: STAT
            S: +OK 1 31
            C: LIST
            S: +OK 1 messages
            S: 2 31
            S: .
            C: UIDL 1
            S: -ERR *
            C: RSET
            S: +OK 2 messages.
            C: STAT
            S: +OK 2 58
            C: DELE 2
            S: +OK *
            """);
        Assert.Equal(2, (await server.RowsAsync()).Count);
        await server.PlayAsync("""
            C: QUIT
            S: +OK Bye.
            S-close:
            """);
        Assert.Equal(1u, Assert.Single(await server.RowsAsync()).Uid.Value);
    }

    [Fact]
    public async Task Deletion_is_forgotten_without_QUIT()
    {
        await using var server = await Pop3TestServer.StartLoggedInAsync(messages: Two);
        await server.PlayAsync("""
            C: DELE 1
            S: +OK *
            C-close:
            S-close:
            """);
        Assert.Equal(2, (await server.RowsAsync()).Count);
    }

    [Fact]
    public async Task UIDL_stays_when_IMAP_moves_a_message_away_and_back_and_after_a_restart()
    {
        await using var server = await Pop3TestServer.StartLoggedInAsync(messages: Two);
        var before = await UidlAsync(server, 1);
        await server.PlayAsync("""
            C: QUIT
            S: +OK *
            S-close:
            """);

        var inbox = await server.InboxAsync();
        var archive = await server.Store.FindMailboxAsync(server.Account.Id, "Archive");
        var messages = server.Store.Store.Messages;
        var moved = await messages.MoveAsync(server.Account.Id, inbox.Id, [(await server.RowsAsync())[0].Uid], archive.Id, CancellationToken.None);
        await messages.MoveAsync(server.Account.Id, archive.Id, [moved.Pairs[0].Target], inbox.Id, CancellationToken.None);
        await server.LogInAsync(2);

        var after = await UidlAsync(server, 2);
        Assert.Equal(2, after.Distinct().Count());
        Assert.Equal(before.Order(), after.Order());
        Assert.All(after, static id => Assert.InRange(id.Length, 1, 70));
    }

    [Fact]
    public async Task A_copy_within_the_maildrop_has_an_id_of_its_own()
    {
        await using var server = await Pop3TestServer.StartAsync(messages: ["Subject: a\n\nb\n"]);
        var inbox = await server.InboxAsync();
        await server.Store.Store.Messages.CopyAsync(server.Account.Id, inbox.Id, [(await server.RowsAsync())[0].Uid], inbox.Id, CancellationToken.None);
        await server.LogInAsync();
        Assert.Equal(2, (await UidlAsync(server, 1)).Distinct().Count());
    }

    [Fact]
    public async Task What_IMAP_removed_meanwhile_is_an_error_and_numbers_stay()
    {
        var options = Pop3TestServer.Options with { Limits = new Pop3LimitSettings { Idle = TimeSpan.FromDays(40) } };
        await using var server = await Pop3TestServer.StartLoggedInAsync(messages: Two, options: options);
        await server.Store.Store.Messages.RemoveAsync(server.Account.Id, (await server.InboxAsync()).Id, [(await server.RowsAsync())[0].Uid], CancellationToken.None);
        server.Store.Clock.Advance(TimeSpan.FromDays(30));
        await server.Store.Store.Sweeper.SweepAsync(CancellationToken.None);
        await server.PlayAsync("""
            C: RETR 1
            S: -ERR [SYS/PERM] *
            C: LIST 2
            S: +OK 2 31
            """);
    }

    [Fact]
    public async Task The_view_shows_the_newest_and_leaves_out_what_IMAP_marked_as_deleted()
    {
        var options = Pop3TestServer.Options with { Settings = new Pop3Settings { Newest = 2, HideDeleted = true } };
        await using var server = await Pop3TestServer.StartAsync(options: options, messages: ["Subject: old\n\nb\n", "Subject: mid\n\nb\n", "Subject: new\n\nb\n"]);
        await server.DeliverAsync("Subject: gone\n\nb\n", SystemFlags.Deleted);
        await server.LogInAsync();
        await server.PlayAsync("""
            C: STAT
            S: +OK 2 38
            C: TOP 1 0
            S: +OK *
            S: Subject: mid
            S: ...
            S: .
            C: DELE 1
            S: +OK *
            C: QUIT
            S: +OK *
            S-close:
            """);
        Assert.Equal([1u, 3u, 4u], (await server.RowsAsync()).Select(static row => row.Uid.Value));
    }

    [Fact]
    public async Task Pipelined_commands_are_answered_in_order()
    {
        await using var server = await Pop3TestServer.StartLoggedInAsync(messages: Two);

        // RFC 2449 §6.8
        await server.PlayAsync("""
            C: STAT
            C: RETR 2
            C: DELE 2
            C: QUIT
            S: +OK 2 58
            S: +OK 31 octets
            S: ...
            S: .
            S: +OK *
            S: +OK Bye.
            S-close:
            """);
    }

    private static async Task<List<string>> UidlAsync(Pop3TestServer server, int client)
    {
        await server.Client(client).SendLineAsync("UIDL");
        Assert.StartsWith("+OK", await server.Client(client).ReadLineAsync(), StringComparison.Ordinal);
        var ids = new List<string>();
        while (await server.Client(client).ReadLineAsync() is { } line && line != ".")
            ids.Add(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        return ids;
    }

    [Fact]
    public async Task A_message_keeps_the_id_that_it_had_elsewhere_and_a_copy_gets_another()
    {
        string kept = new('k', 70);
        await using var server = await Pop3TestServer.StartAsync(messages: ["Subject: one\n\n1\n", "Subject: two\n\n2\n"]);
        var inbox = await server.InboxAsync();
        await server.Store.Store.Annotations.SetUniqueIdAsync(server.Account.Id, inbox.Id, new(1), kept, CancellationToken.None);
        await server.Store.Store.Messages.CopyAsync(server.Account.Id, inbox.Id, [new(1)], inbox.Id, CancellationToken.None);
        await server.LogInAsync();

        await server.PlayAsync($"""
            C: UIDL
            S: +OK *
            S: 1 {kept}
            S: 2 0*
            S: 3 {kept[..68]}.3
            S: .
            """);
    }
}
