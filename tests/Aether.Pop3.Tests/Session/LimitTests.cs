using System.Text;
using Aether.Configuration.Schema;
using Aether.Configuration.Values;
using Aether.Pop3.Commands;
using Aether.Pop3.Session;

namespace Aether.Pop3.Tests.Session;

/// <summary>What a client may not do, and what happens then.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task A_line_over_the_limit_ends_the_session()
    {
        var options = Pop3TestServer.Options with { Limits = new Pop3LimitSettings { Line = new ByteSize(300) } };
        await using var server = await Pop3TestServer.StartAsync(options: options);
        await server.PlayAsync("S: +OK *");
        await server.Client().SendAsync(Encoding.ASCII.GetBytes("USER " + new string('a', 400)));
        await server.PlayAsync("""
            S: -ERR The line is too long.
            S-close:
            """);
    }

    [Fact]
    public async Task Errors_end_a_session()
    {
        var options = Pop3TestServer.Options with { Limits = new Pop3LimitSettings { Errors = 3 } };
        await using var server = await Pop3TestServer.StartAsync(options: options);
        await server.PlayAsync("""
            S: +OK *
            C: FETCH
            S: -ERR There is no such command.
            C: STAT
            S: -ERR Log in first.
            C: USER
            S: -ERR *
            S-close:
            """);
    }

    [Fact]
    public async Task The_time_until_login_counts_as_a_whole()
    {
        await using var server = await Pop3TestServer.StartAsync();

        // Case I03.
        await server.PlayAsync("""
            S: +OK *
            C: CAPA
            S: ...
            S: .
            T: 00:00:50
            C: CAPA
            S: ...
            S: .
            T: 00:00:11
            S-close:
            """);
    }

    [Fact]
    public async Task Silence_ends_a_session_and_removes_nothing()
    {
        await using var server = await Pop3TestServer.StartLoggedInAsync(messages: ["Subject: a\n\nb\n"]);

        // RFC 1939 §3.
        await server.PlayAsync("""
            C: DELE 1
            S: +OK *
            T: 00:10:01
            S-close:
            """);
        Assert.Single(await server.RowsAsync());
    }

    [Fact]
    public async Task A_stop_of_the_server_removes_nothing()
    {
        await using var server = await Pop3TestServer.StartLoggedInAsync(messages: ["Subject: a\n\nb\n"]);
        await server.PlayAsync("""
            C: DELE 1
            S: +OK *
            """);
        server.Drain();
        await server.PlayAsync("""
            S: -ERR [SYS/TEMP] *
            S-close:
            """);
        Assert.Single(await server.RowsAsync());
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task Random_commands_are_answered(int seed)
    {
        string[] words = [.. new CommandTable().Entries.Where(static entry => entry.Verb is not ("QUIT" or "STLS" or "AUTH")).Select(static entry => entry.Verb), "1", "-1", "0", "2147483648", "99999999999999999999", "", " ", "x", "\xff", "\0"];
        var options = Pop3TestServer.Options with { Limits = new Pop3LimitSettings { Errors = 1000 } };
        await using var server = await Pop3TestServer.StartLoggedInAsync(messages: ["Subject: a\n\nb\n"], options: options);
        var random = new Random(seed);
        for (int i = 0; i < 500; i++)
        {
            string command = string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => words[random.Next(words.Length)]));
            await server.Client().SendAsync(Encoding.Latin1.GetBytes(command + "\r\n"));
            string? line = await server.Client().ReadLineAsync();
            Assert.True(line is not null && (line.StartsWith("+OK ", StringComparison.Ordinal) || line.StartsWith("-ERR ", StringComparison.Ordinal)), $"{command}: {line}");
            Assert.DoesNotContain("Internal error", line, StringComparison.Ordinal);
            bool isLong = line.StartsWith("+OK", StringComparison.Ordinal) && (line.EndsWith("octets", StringComparison.Ordinal) || line.EndsWith("messages", StringComparison.Ordinal) || line.Contains("follow", StringComparison.Ordinal));
            while (isLong && await server.Client().ReadLineAsync() is { } more && more != ".")
                Assert.False(more.StartsWith("-ERR", StringComparison.Ordinal), more);
        }
    }

    [Fact]
    public async Task Every_command_is_refused_outside_its_states()
    {
        await using var server = await Pop3TestServer.StartAsync(options: Pop3TestServer.Options with { Limits = new Pop3LimitSettings { Errors = 1000 } });
        await server.PlayAsync("S: +OK *");
        foreach (var entry in new CommandTable().Entries.Where(static entry => !entry.AllowedIn.HasFlag(SessionState.Authorization)))
            await server.PlayAsync($"C: {entry.Verb} 1 1\nS: -ERR Log in first.");
        await server.PlayAsync("""
            C: USER ann@x.test
            C: PASS secret pass
            S: +OK *
            S: +OK *
            """);
        foreach (var entry in new CommandTable().Entries.Where(static entry => !entry.AllowedIn.HasFlag(SessionState.Transaction)))
            await server.PlayAsync($"C: {entry.Verb}\nS: -ERR Not allowed now.");
    }
}
