using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>Logins that are begun and never ended: called off, answered with what is no base64, or cut. Case S09.</summary>
public sealed class AbortedLoginTests
{
    private const int AtOnce = 16;

    private static readonly string[] Mechanisms = ["PLAIN", "LOGIN", "SCRAM-SHA-256 biwsbj1hbm5AZXhhbXBsZS50ZXN0LHI9YWJj"]; // n,,n=ann@example.test,r=abc

    /// <summary>With AETHER_ABORTED as many connections as one likes; the case wants 10,000 logins.</summary>
    [Fact]
    public async Task Whoever_ends_no_login_leaves_nothing_behind_and_keeps_nobody_out()
    {
        await using var server = await AetherServer.StartAsync(config => config["limits"] = new JsonObject { ["exemptNetworks"] = new JsonArray() });
        var dialogs = Dialogs(server);
        int wanted = int.Parse(Environment.GetEnvironmentVariable("AETHER_ABORTED") ?? "3334", CultureInfo.InvariantCulture);
        int begun = 0;
        await LogInAsync(server, "127.0.0.2");
        long before = Memory(server), start = Stopwatch.GetTimestamp();
        var aborting = Task.WhenAll(Enumerable.Range(1, AtOnce).Select(client => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref begun) is var number && number <= wanted)
                await AbortAsync(dialogs[number % dialogs.Length], $"127.0.1.{client}", Mechanisms[number % Mechanisms.Length]);
        })));
        var times = new List<TimeSpan>();
        do
        {
            times.Add(await LogInAsync(server, "127.0.0.2"));
        }
        while (!aborting.IsCompleted);

        await aborting;
        times.Sort();
        string figures = $"{wanted * 3} logins aborted in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s; {times.Count} honest ones, {times[^1].TotalMilliseconds:0} ms at most; {(Memory(server) - before) / 1024} KiB more memory";
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        Assert.True(times[^1] < TimeSpan.FromSeconds(5), figures);
        Assert.True(Memory(server) - before < 48 << 20, figures);

        using var http = new HttpClient();
        await Eventually.IsTrueAsync(async () => await OpenAsync(http, server) is 0, "no session and no connection is left");
        Assert.Equal("[]", (await server.CliAsync(["session", "list", "--json"])).Trim());
        Assert.Equal("[]", (await server.CliAsync(["ban", "list", "--json"])).Trim()); // whoever tries no password fails at none
        await LogInAsync(server, "127.0.1.1"); // and those who did it may come in yet
    }

    /// <summary>Three logins in one connection: one is called off, one is answered with what is no base64, one is cut.</summary>
    private static async Task AbortAsync(Dialog dialog, string from, string mechanism)
    {
        await using var client = await LineClient.ConnectAsync(dialog.Port, from);
        await client.ReadAsync();
        if (dialog.Hello is not null)
        {
            for (string? line = await client.AskAsync(dialog.Hello); line?.StartsWith("250-", StringComparison.Ordinal) is true;)
                line = await client.ReadAsync();
        }

        foreach (string end in (string[])["*", "!!!!"])
        {
            Assert.StartsWith(dialog.Challenge, await client.AskAsync(dialog.Begin + mechanism), StringComparison.Ordinal);
            Assert.StartsWith(dialog.Refusal, await client.AskAsync(end), StringComparison.Ordinal);
        }

        Assert.StartsWith(dialog.Challenge, await client.AskAsync(dialog.Begin + mechanism), StringComparison.Ordinal);
    }

    private static Dialog[] Dialogs(AetherServer server) =>
    [
        new(server.Submission, "EHLO client.test", "AUTH ", "334 ", "501 "),
        new(server.Imap, null, "a AUTHENTICATE ", "+ ", "a BAD "),
        new(server.Pop3, null, "AUTH ", "+ ", "-ERR "),
    ];

    private static async Task<TimeSpan> LogInAsync(AetherServer server, string from)
    {
        long start = Stopwatch.GetTimestamp();
        await using var client = await LineClient.ConnectAsync(server.Imap, from);
        await client.ReadAsync();
        Assert.StartsWith("a OK", await client.AskAsync("a LOGIN ann@example.test secret"), StringComparison.Ordinal);
        return Stopwatch.GetElapsedTime(start);
    }

    private static long Memory(AetherServer server) => Process.GetProcessById(server.ProcessId).WorkingSet64;

    /// <summary>Sessions and connections that the server counts as open.</summary>
    private static async Task<double> OpenAsync(HttpClient http, AetherServer server) => (await http.GetStringAsync($"http://127.0.0.1:{server.Http}/metrics")).Split('\n')
        .Where(static line => line.StartsWith("aether_connections_open", StringComparison.Ordinal) || line.Contains("_sessions_open", StringComparison.Ordinal))
        .Where(static line => line.StartsWith("aether_", StringComparison.Ordinal))
        .Sum(static line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));

    /// <summary>How a protocol begins a login, asks for more, and refuses what comes.</summary>
    private sealed record Dialog(int Port, string? Hello, string Begin, string Challenge, string Refusal);
}
