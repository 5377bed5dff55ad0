using Aether.EndToEnd.Tests.Crashes;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Operation;

/// <summary>An operator saves, checks, brings back and salvages a store with the commands of the program.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task A_running_server_is_backed_up_and_another_one_brings_it_back()
    {
        await using var server = await AetherServer.StartAsync();
        var sent = await SendAsync(server, 12);
        string file = Path.Combine(server.Folder, "mail.backup");

        Assert.Contains("12 messages", await server.CliAsync(["backup", file]), StringComparison.Ordinal);
        Assert.Contains("sound", await server.CliAsync(["store", "verify"]), StringComparison.Ordinal);
        var (again, said) = await RunAsync(server, "backup", file);
        Assert.Equal(1, again);
        Assert.Contains("exists already", said, StringComparison.Ordinal);

        await using var other = await AetherServer.PrepareAsync();
        await other.CliAsync(["account", "remove", "ann@example.test"]);
        Assert.Contains("12 messages", await other.CliAsync(["restore", file, "--account", "ann@example.test"]), StringComparison.Ordinal);
        await other.StartAsync();
        Assert.Equal(sent, await MailSession.ReadMarkersAsync(other.Imap)); // with the password of then
    }

    [Fact]
    public async Task Damage_is_reported_and_the_rest_is_salvaged()
    {
        await using var server = await AetherServer.StartAsync();
        await SendAsync(server, 12);
        Assert.Equal(0, await server.StopAsync());
        string segment = Directory.GetFiles(Path.Combine(server.Folder, "data", "segments")).Single();
        byte[] octets = await File.ReadAllBytesAsync(segment);
        octets[5000] ^= 0x10;
        await File.WriteAllBytesAsync(segment, octets);

        var (code, said) = await RunAsync(server, "store", "verify");
        Assert.Equal(1, code);
        Assert.Contains("1 wrong", said, StringComparison.Ordinal);

        string target = Path.Combine(server.Folder, "saved");
        var (saved, told) = await RunAsync(server, "store", "salvage", target);
        Assert.Equal(1, saved); // one message is lost, and that is said
        Assert.Contains("11 messages", told, StringComparison.Ordinal);
        Assert.Equal(11, Directory.GetFiles(Path.Combine(target, "ann@example.test", "cur")).Length);
    }

    private static async Task<HashSet<string>> SendAsync(AetherServer server, int count)
    {
        var sent = new HashSet<string>();
        using var session = await MailSession.ConnectAsync(server.Smtp);
        for (int i = 0; i < count; i++)
        {
            Assert.StartsWith("250", await session.SendAsync($"m{i}", i % 3 == 0 ? 60_000 : 2_000), StringComparison.Ordinal);
            sent.Add($"m{i}");
        }
        return sent;
    }

    private static Task<(int ExitCode, string Output)> RunAsync(AetherServer server, params string[] arguments) =>
        CommandLine.RunAsync(AetherServer.Program, [.. arguments, "--config", server.ConfigFile]);
}
