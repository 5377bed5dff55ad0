using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Aether.Host.Tests.Composition;

public class ServeTests
{
    [Fact]
    public async Task A_stop_is_clean_and_takes_the_socket_along()
    {
        await using var folder = new ProgramFolder();
        var server = await folder.ServeAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Socket));

        await ProgramFolder.SignalAsync(server, "TERM");
        await server.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(0, server.ExitCode);
        Assert.False(File.Exists(folder.Socket));
    }

    [Fact]
    public async Task A_socket_left_by_a_crash_is_in_nobodys_way()
    {
        await using var folder = new ProgramFolder();
        var first = await folder.ServeAsync();
        await ProgramFolder.SignalAsync(first, "KILL");
        await first.WaitForExitAsync();
        Assert.True(File.Exists(folder.Socket));

        Assert.Equal(0, (await folder.RunAsync(["domain", "list"])).ExitCode);
        await folder.ServeAsync();
        Assert.Equal(0, (await folder.RunAsync(["domain", "list"])).ExitCode);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_ends_with_one_line()
    {
        await using var folder = new ProgramFolder();
        await folder.ServeAsync();

        var (code, output) = await folder.RunAsync(["serve"]);

        Assert.Equal(5, code);
        Assert.Contains("in use by another process", Assert.Single(Lines(output)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_named_in_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var folder = new ProgramFolder(config =>
        {
            config["http"] = new JsonObject { ["listeners"] = new JsonArray(new JsonObject { ["address"] = "127.0.0.1", ["port"] = port }) };
            config["logging"] = new JsonObject { ["level"] = "error" };
            config["security"] = new JsonObject { ["spamFilter"] = false, ["dkimSigning"] = false };
        });

        var (code, output) = await folder.RunAsync(["serve"]);

        Assert.Equal(1, code);
        Assert.Equal($"aether: cannot listen on 127.0.0.1:{port}: address already in use.", Assert.Single(Lines(output)));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named_in_one_line()
    {
        await using var folder = new ProgramFolder(config => config["data"] = "/proc/nowhere");

        var (code, output) = await folder.RunAsync(["serve"]);

        Assert.Equal(1, code);
        Assert.Contains("/proc/nowhere", Assert.Single(Lines(output)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_a_newer_program_is_left_alone_and_named_in_one_line()
    {
        await using var folder = new ProgramFolder();
        Assert.Equal(0, (await folder.RunAsync(["domain", "add", "example.test"])).ExitCode);
        await using (var file = File.Open(folder.Database, FileMode.Open))
        {
            file.Position = 60; // the user version in the header of an SQLite file, https://www.sqlite.org/fileformat.html §1.3
            file.Write([0, 0, 0x03, 0xe7]);
        }

        foreach (string[] verb in (string[][])[["serve"], ["domain", "list"]])
        {
            var (code, output) = await folder.RunAsync(verb);
            Assert.Equal(1, code);
            Assert.Contains("has schema version 999", Assert.Single(Lines(output)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Http_shows_health_and_metrics_and_hides_the_management_interface()
    {
        await using var folder = new ProgramFolder();
        await folder.ServeAsync();
        using var client = new HttpClient { BaseAddress = folder.Health };

        Assert.Equal("""{"status":"ready","checks":{"disk":"ok","store":"ok"}}""", await client.GetStringAsync("/readyz"));
        Assert.Contains("dotnet_", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/accounts")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync("/api/v1/domains/example.test")).StatusCode);
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
