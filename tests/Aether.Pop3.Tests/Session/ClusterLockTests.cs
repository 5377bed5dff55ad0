using Aether.Pop3.Maildrops;
using Aether.Pop3.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Pop3.Tests.Session;

/// <summary>One session a maildrop over all nodes of a cluster. RFC 1939 §4, §6.</summary>
public sealed class ClusterLockTests
{
    private const string LogIn = """
        S: +OK Aether ready
        C: USER ann@x.test
        C: PASS secret pass
        S: +OK Now the password.

        """;

    private static readonly string[] One = ["Subject: one\n\nfirst\n"];

    private static Pop3Options Shared => Pop3TestServer.Options with { SharesMaildrops = true };

    [Fact]
    public async Task The_other_node_refuses_until_the_session_ends()
    {
        await using var server = await Pop3TestServer.StartLoggedInAsync(messages: One, options: Shared);
        await server.PlayOnOtherNodeAsync(LogIn + """
            S: -ERR [IN-USE] *
            """);

        // It is free before the reply to QUIT is read.
        await server.PlayAsync("""
            C: DELE 1
            S: +OK *
            C: QUIT
            S: +OK *
            """);
        await server.PlayOnOtherNodeAsync("""
            C: USER ann@x.test
            S: +OK *
            C: PASS secret pass
            S: +OK 0 messages.
            """);
    }

    [Fact]
    public async Task A_session_that_lives_keeps_it_for_as_long_as_it_likes()
    {
        await using var server = await Pop3TestServer.StartLoggedInAsync(messages: One, options: Shared);
        for (int i = 0; i < 12; i++)
        {
            server.Store.Clock.Advance(MaildropLocks.Life / 4);
            await server.PlayAsync("""
                C: NOOP
                S: +OK *
                """);
        }

        await server.PlayOnOtherNodeAsync(LogIn + """
            S: -ERR [IN-USE] *
            """);
    }

    [Fact]
    public async Task What_a_dead_node_held_is_free_after_its_time()
    {
        await using var server = await Pop3TestServer.StartAsync(messages: One, options: Shared);

        // A node took it, and nobody prolongs it any more.
        Assert.NotNull(await server.Store.Store.Leases.TryTakeAsync($"maildrop/{server.Account.Id.Value}", MaildropLocks.Life, CancellationToken.None));
        await server.PlayAsync(LogIn + """
            S: -ERR [IN-USE] *
            """);
        server.Store.Clock.Advance(MaildropLocks.Life);
        Assert.True(MaildropLocks.Life < TimeSpan.FromSeconds(30));
        await server.PlayAsync("""
            C: USER ann@x.test
            S: +OK *
            C: PASS secret pass
            S: +OK 1 messages.
            """);
    }

    [Fact]
    public async Task A_session_that_lost_its_hold_removes_nothing()
    {
        await using var server = await Pop3TestServer.StartAsync(messages: One, options: Shared, nodeClock: new FakeTimeProvider());
        await server.LogInAsync();
        await server.PlayAsync("""
            C: DELE 1
            S: +OK *
            """);

        // Its node sleeps for longer than a hold lasts, and another has it meanwhile.
        server.Store.Clock.Advance(MaildropLocks.Life);
        Assert.NotNull(await server.Store.Store.Leases.TryTakeAsync($"maildrop/{server.Account.Id.Value}", MaildropLocks.Life, CancellationToken.None));
        await server.PlayAsync("""
            C: QUIT
            S: -ERR [SYS/TEMP] *
            """);
        Assert.Single(await server.RowsAsync());
    }

    [Fact]
    public async Task Nodes_that_share_nothing_need_no_lease()
    {
        await using var server = await Pop3TestServer.StartLoggedInAsync(messages: One);
        Assert.NotNull(await server.Store.Store.Leases.TryTakeAsync($"maildrop/{server.Account.Id.Value}", MaildropLocks.Life, CancellationToken.None));
    }
}
