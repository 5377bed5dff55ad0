using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Crashes;

/// <summary>Case F05 with the real program: the kernel says that a sync failed.</summary>
public sealed class BrokenDiskTests
{
    private const int InputOutputError = 74;

    [Theory]
    [InlineData("1+", 800)]
    [InlineData("1", 800)]
    [InlineData("1", 60_000)]
    [InlineData("2", 60_000)]
    public async Task After_a_failed_sync_nothing_is_acknowledged_the_process_ends_and_nothing_is_lost(string when, int size)
    {
        await using var server = await AetherServer.StartAsync();
        var accepted = new HashSet<string>();
        await SendUntilItEndsAsync(server, accepted, "before", most: 3, size);
        using (await BrokenSyncs.InflictAsync(server, when))
        {
            await SendUntilItEndsAsync(server, accepted, "after", most: 20, size);
            Assert.Equal(InputOutputError, await server.ExitAsync());
        }
        Assert.Contains("a sync to disk failed", server.Log, StringComparison.Ordinal);

        await server.StartAsync();
        Assert.Superset(accepted, await MailSession.ReadMarkersAsync(server.Imap));
        Assert.True(accepted.Count >= 3);
    }

    private static async Task SendUntilItEndsAsync(AetherServer server, HashSet<string> accepted, string name, int most, int size)
    {
        try
        {
            using var session = await MailSession.ConnectAsync(server.Smtp);
            for (int i = 0; i < most; i++)
            {
                string reply = await session.SendAsync($"{name}{i}", size);
                Assert.StartsWith("250", reply, StringComparison.Ordinal);
                accepted.Add($"{name}{i}");
            }
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            // The process has ended: what was under way got no answer.
        }
    }
}
