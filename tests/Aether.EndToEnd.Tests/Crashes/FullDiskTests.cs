using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Crashes;

/// <summary>Case F06 with the real program: a small file system of its own that runs full under it.</summary>
public sealed class FullDiskTests
{
    private const string Seed = "data.seed";

    [Fact]
    public async Task A_full_disk_means_452_all_accepted_mail_stays_readable_and_mail_is_taken_again_when_there_is_room()
    {
        await using var server = await AetherServer.PrepareAsync();
        await StartOnSmallDiskAsync(server, "32m");
        var accepted = new HashSet<string>();
        string refusal = await FillAsync(server, accepted, "first");

        // The reserve is left: refused before a message is sent.
        Assert.StartsWith("452 4.3.1 ", refusal, StringComparison.Ordinal);
        Assert.Equal(accepted, await MailSession.ReadMarkersAsync(server.Imap));

        // Then nothing is left at all, and somebody was in the middle of sending.
        using (var session = await MailSession.ConnectAsync(server.Smtp))
        {
            string ballast = DataPath(server, "ballast");
            await CommandLine.RunAsync("/bin/sh", ["-c", $"cat /dev/zero >'{ballast}'"]);
            Assert.StartsWith("452 4.3.1 ", await session.SendAsync("none", 1000), StringComparison.Ordinal);
            Assert.Equal(accepted, await MailSession.ReadMarkersAsync(server.Imap));
            File.Delete(ballast);
            await CommandLine.RunAsync("/bin/sh", ["-c", $"rm -f '{DataPath(server, "room")}'"]);
        }

        await Eventually.IsTrueAsync(async () =>
        {
            using var session = await MailSession.ConnectAsync(server.Smtp);
            return (await session.SendAsync("again", 2000)).StartsWith("250", StringComparison.Ordinal);
        }, "mail is taken again", TimeSpan.FromSeconds(10));
        accepted.Add("again");
        Assert.Equal(accepted, await MailSession.ReadMarkersAsync(server.Imap));
        Assert.Equal(0, await server.StopAsync());
    }

    /// <summary>Sends until a message is refused.</summary>
    private static async Task<string> FillAsync(AetherServer server, HashSet<string> accepted, string name)
    {
        // Room that the test can give back later.
        await CommandLine.RunAsync("/bin/sh", ["-c", $"head -c 6000000 /dev/zero >'{DataPath(server, "room")}'"]);
        using var session = await MailSession.ConnectAsync(server.Smtp);
        for (int i = 0; ; i++)
        {
            string reply = await session.SendAsync($"{name}{i}", i % 3 == 0 ? 900_000 : 5_000);
            if (!reply.StartsWith("250", StringComparison.Ordinal))
                return reply;
            accepted.Add($"{name}{i}");
            Assert.True(i < 1000, "The disk never ran full.");
        }
    }

    /// <summary>Starts the server in a mount namespace of its own, where its data lies on a file system of that size.</summary>
    private static Task StartOnSmallDiskAsync(AetherServer server, string size)
    {
        string data = Path.Combine(server.Folder, "data");
        Directory.Move(data, Path.Combine(server.Folder, Seed));
        Directory.CreateDirectory(data);
        string script = $"mount -t tmpfs -o size={size} none '{data}' && cp -a '{server.Folder}/{Seed}/.' '{data}' && exec \"$@\"";
        return server.StartAsync("unshare", "--mount", "--user", "--map-root-user", "/bin/sh", "-c", script, "sh");
    }

    /// <summary>A file on that file system, as seen from outside of it.</summary>
    private static string DataPath(AetherServer server, string name) => $"/proc/{server.ProcessId}/root{server.Folder}/data/{name}";
}
