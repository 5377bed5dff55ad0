using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>Passwords are guessed by many while somebody who knows his logs in.</summary>
public sealed class GuessingTests
{
    private const int Guessers = 20;

    /// <summary>With AETHER_GUESSES as many as one likes.</summary>
    [Fact]
    public async Task Whoever_guesses_keeps_nobody_else_out()
    {
        await using var server = await AetherServer.StartAsync(config => config["limits"] = new JsonObject { ["exemptNetworks"] = new JsonArray() });
        await LogInAsync(server); // she is known at her address from here on
        int guesses = int.Parse(Environment.GetEnvironmentVariable("AETHER_GUESSES") ?? "300", CultureInfo.InvariantCulture);
        int made = 0, refused = 0, turnedAway = 0;
        var guessing = Task.WhenAll(Enumerable.Range(1, Guessers).Select(number => Task.Run(() => GuessAsync($"127.0.1.{number}"))));
        var times = new List<TimeSpan>();
        do
        {
            times.Add(await LogInAsync(server));
        }
        while (!guessing.IsCompleted);

        await guessing;
        times.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"{refused} refused, {turnedAway} turned away; {times.Count} honest logins, {times[times.Count / 2].TotalMilliseconds:0} ms in the middle, {times[^1].TotalMilliseconds:0} ms at most");
        Assert.True(refused > 0);
        Assert.Equal(guesses, refused + turnedAway);
        Assert.True(times[^1] < TimeSpan.FromSeconds(5), $"A login took {times[^1]}.");

        async Task GuessAsync(string from)
        {
            while (Interlocked.Increment(ref made) is var number && number <= guesses)
            {
                await using var client = await LineClient.ConnectAsync(server.Imap, from);
                string name = number % 50 is 0 ? "ann" : $"user{number}";
                if (await client.ReadAsync() is not null && await client.AskAsync($"a LOGIN {name}@example.test wrong{number}") is { } answer)
                {
                    Assert.StartsWith("a NO", answer, StringComparison.Ordinal);
                    Interlocked.Increment(ref refused);
                }
                else
                {
                    Interlocked.Increment(ref turnedAway);
                }
            }
        }
    }

    private static async Task<TimeSpan> LogInAsync(AetherServer server)
    {
        long start = Stopwatch.GetTimestamp();
        await using var client = await LineClient.ConnectAsync(server.Imap, "127.0.0.2");
        await client.ReadAsync();
        Assert.StartsWith("a OK", await client.AskAsync("a LOGIN ann@example.test secret"), StringComparison.Ordinal);
        return Stopwatch.GetElapsedTime(start);
    }
}
