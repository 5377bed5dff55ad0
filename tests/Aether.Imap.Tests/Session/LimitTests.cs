using System.Text;
using Aether.Configuration.Schema;
using Aether.Imap.Commands;
using Aether.Imap.Session;

namespace Aether.Imap.Tests.Session;

/// <summary>Every limit has its reply, and the session is in step or over. Cases I01, I02, I03.</summary>
[Proves("LITERAL+", "IMAP4rev1")]
public sealed class LimitTests
{
    [Theory]
    [InlineData("a LOGIN {4294967295}")]
    [InlineData("a LOGIN {99999999999999999999}")]
    [InlineData("a LOGIN {102401}")]
    public async Task A_literal_too_big_is_refused_before_it_comes(string line)
    {
        await using var server = await ImapTestServer.StartAsync(1);

        // Case I01: nothing is allocated for it, and the session goes on.
        await server.PlayAsync($"""
            S: * OK *
            C: {line}
            S: a NO [TOOBIG] The literal is too big.
            C: b NOOP
            S: b OK *
            """);
    }

    [Theory]
    [InlineData("a LOGIN {4294967295+}")]
    [InlineData("a LOGIN {102401+}")]
    public async Task A_literal_too_big_on_its_way_ends_the_session(string line)
    {
        await using var server = await ImapTestServer.StartAsync(1);

        // RFC 7888 §4
        await server.PlayAsync($"""
            S: * OK *
            C: {line}
            S: * BYE [TOOBIG] The command is too long.
            S-close:
            """);
    }

    [Fact]
    public async Task An_endless_line_is_cut()
    {
        await using var server = await ImapTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("S: * OK *");

        // Case I02: 40 KiB before login.
        await server.Client().SendAsync(Encoding.ASCII.GetBytes("a " + new string('x', 41_000)));
        await server.PlayAsync("""
            S: * BYE [TOOBIG] The command is too long.
            S-close:
            """);
    }

    [Fact]
    public async Task Ten_thousand_literals_of_one_search_are_cut()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        var search = new StringBuilder("a SEARCH");
        for (int i = 0; i < 10_000; i++)
            search.Append(" BODY {1+}\r\nx");

        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            """);
        await server.Client().SendAsync(Encoding.ASCII.GetBytes(search.ToString()));
        await server.PlayAsync("""
            S: * BYE [TOOBIG] The command is too long.
            S-close:
            """);
    }

    [Fact]
    public async Task A_million_parentheses_are_cut()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        await server.PlayAsync($"""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a SEARCH {new string('(', 60_000)}ALL
            S: a BAD The search is too deep.
            C: b NOOP
            S: b OK *
            """);
    }

    [Fact]
    public async Task Three_errors_before_login_end_the_session()
    {
        await using var server = await ImapTestServer.StartAsync(1);

        await server.PlayAsync("""
            S: * OK *
            C: a FOO
            S: a BAD *
            C: b FOO
            S: b BAD *
            C: c FOO
            S: c BAD *
            S: * BYE Too many errors.
            S-close:
            """);
    }

    [Fact]
    public async Task Errors_after_login_slow_the_session_down_and_then_end_it()
    {
        var options = ImapTestServer.Options with { Limits = new ImapLimitSettings { SoftErrors = 2, HardErrors = 4 } };
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, options: options);

        await server.PlayAsync("""
            C: a FOO
            S: a BAD *
            C: b FOO
            S: b BAD *
            C: c FOO
            """);
        await MoveClockUntilAsync(server, server.PlayAsync("S: c BAD *"));
        await server.PlayAsync("C: d FOO");
        await MoveClockUntilAsync(server, server.PlayAsync("""
            S: d BAD *
            S: * BYE Too many errors.
            S-close:
            """));
    }

    [Fact]
    public async Task Sixty_seconds_without_a_login_end_the_session_even_when_octets_trickle_in()
    {
        await using var server = await ImapTestServer.StartAsync(1);

        // Case I03
        await server.PlayAsync("""
            S: * OK *
            C-raw: a
            T: 00:00:40
            C-raw: b
            T: 00:00:21
            S: * BYE Idle for too long.
            S-close:
            """);
    }

    [Fact]
    public async Task Thirty_minutes_of_silence_end_a_session()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);

        // RFC 3501 §5.4
        await server.PlayAsync("""
            T: 00:29:59
            C: a NOOP
            S: a OK *
            T: 00:30:01
            S: * BYE Idle for too long.
            S-close:
            """);
    }

    [Fact]
    public async Task Connections_of_one_user_from_one_address_are_counted()
    {
        var options = ImapTestServer.Options with { Limits = new ImapLimitSettings { PerUserAndAddress = 2 } };
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, clients: 2, options: options);

        await server.PlayAsync("""
            S3: * OK *
            C3: a LOGIN ann@x.test secret
            S3: a NO [LIMIT] Too many connections.
            S3: * BYE Too many connections.
            S3-close:
            C1: a LOGOUT
            S1: * BYE *
            S1: a OK *
            S1-close:
            """);
        await server.Client(1).Session;
        await server.PlayAsync("""
            S4: * OK *
            C4: a LOGIN ann@x.test secret
            S4: a OK *
            """);
    }

    [Fact]
    public async Task A_draining_server_says_bye()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, clients: 2);
        await server.PlayAsync("""
            C2: i IDLE
            S2: + idling
            """);

        server.Drain();
        await server.PlayAsync("""
            S1: * BYE [UNAVAILABLE] The server is going down.
            S1-close:
            S2: * BYE [UNAVAILABLE] The server is going down.
            S2: i OK *
            S2-close:
            """);
    }

    public static TheoryData<string, int> WrongStates()
    {
        var data = new TheoryData<string, int>();
        foreach (var entry in new CommandTable().Entries)
        {
            foreach (var state in (SessionState[])[SessionState.NotAuthenticated, SessionState.Authenticated, SessionState.Selected])
            {
                if ((entry.AllowedIn & state) is 0)
                    data.Add(entry.Verb, (int)state);
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(WrongStates))]
    public async Task A_command_in_the_wrong_state_is_refused(string verb, int state)
    {
        // The access matrix of the base protocol, generated from the table: case I07.
        await using var server = state is (int)SessionState.NotAuthenticated ? await ImapTestServer.StartAsync(int.MaxValue) : await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        if (state is (int)SessionState.NotAuthenticated)
            await server.PlayAsync("S: * OK *");
        if (state is (int)SessionState.Selected)
        {
            await server.PlayAsync("""
                C: s SELECT INBOX
                S: ...
                S: s OK *
                """);
        }

        await server.PlayAsync($"""
            C: a {verb}
            S: a BAD *
            C: b NOOP
            S: b OK *
            """);
    }

    private static async Task MoveClockUntilAsync(ImapTestServer server, Task done)
    {
        while (!done.IsCompleted)
        {
            server.Store.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await done;
    }
}
