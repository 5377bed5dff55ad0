
using Aether.Testing.Clients;
using Aether.Testing.Servers;
using Aether.Testing.Stores;

namespace Aether.EndToEnd.Tests.Clients;

/// <summary>POP3 as people use it: fetchmail, mpop, getmail and curl take the mail away.</summary>
public sealed class Pop3ClientTests : IAsyncLifetime
{
    private readonly TemporaryFolder home = new();
    private AetherServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await AetherServer.StartAsync();
        foreach (string subject in (string[])["first", "second"])
            await CommandLine.SucceedAsync("swaks", ["--server", $"127.0.0.1:{server.Smtp}", "--from", "x@far.test", "--to", "bob@example.test", "--header", $"Subject: {subject}", "--body", "one\n.two\n"]);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        home.Dispose();
    }

    [Fact]
    public async Task Curl_reads_over_pop3s_and_over_starttls()
    {
        string listed = await CommandLine.SucceedAsync("curl", ["-sSk", $"pop3s://127.0.0.1:{server.Pop3s}/", "--user", "bob@example.test:secret"]);
        string fetched = await CommandLine.SucceedAsync("curl", ["-sSk", "--ssl-reqd", $"pop3://127.0.0.1:{server.Pop3}/1", "--user", "bob@example.test:secret"]);

        Assert.Equal(2, listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Subject: first", fetched, StringComparison.Ordinal);
        Assert.Contains("\n.two", fetched, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetchmail_takes_everything_away()
    {
        string rc = home.File("fetchmailrc");
        await File.WriteAllTextAsync(rc, $"""
            poll 127.0.0.1 protocol POP3 service {server.Pop3}
              user "bob@example.test" password "secret" sslproto "" no keep fetchall
              mda "cat >> {home.File("mbox")}"

            """);
        File.SetUnixFileMode(rc, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await CommandLine.SucceedAsync("fetchmail", ["-f", rc, "--nosyslog", "--pidfile", home.File("pid")], environment: Home());

        string mail = await File.ReadAllTextAsync(home.File("mbox"));
        Assert.Contains("Subject: first", mail, StringComparison.Ordinal);
        Assert.Contains("Subject: second", mail, StringComparison.Ordinal);
        await AssertLeftAsync(0);
    }

    [Fact]
    public async Task Mpop_knows_by_UIDL_what_it_has()
    {
        string rc = home.File("mpoprc");
        Directory.CreateDirectory(home.File("mail/new"));
        Directory.CreateDirectory(home.File("mail/cur"));
        Directory.CreateDirectory(home.File("mail/tmp"));
        await File.WriteAllTextAsync(rc, $"""
            account default
            host 127.0.0.1
            port {server.Pop3s}
            user bob@example.test
            password secret
            tls on
            tls_starttls off
            tls_certcheck off
            keep on
            delivery maildir {home.File("mail")}
            uidls_file {home.File("uidls")}

            """);
        File.SetUnixFileMode(rc, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        for (int run = 0; run < 2; run++)
            await CommandLine.SucceedAsync("mpop", ["-C", rc, "--pipelining=on"], environment: Home());

        Assert.Equal(2, Directory.GetFiles(home.File("mail/new")).Length);
        await AssertLeftAsync(2);
    }

    [Fact]
    public async Task Getmail_retrieves_and_deletes()
    {
        foreach (string folder in (string[])["mail/new", "mail/cur", "mail/tmp", "getmail"])
            Directory.CreateDirectory(home.File(folder));
        await File.WriteAllTextAsync(home.File("getmail/getmailrc"), $"""
            [retriever]
            type = SimplePOP3Retriever
            server = 127.0.0.1
            port = {server.Pop3}
            username = bob@example.test
            password = secret

            [destination]
            type = MDA_external
            path = /bin/sh
            arguments = ("-c", "cat > {home.File("mail/new")}/$$")
            allow_root_commands = true

            [options]
            delete = true
            verbose = 2

            """);
        File.SetUnixFileMode(home.File("getmail/getmailrc"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await CommandLine.SucceedAsync("getmail", [$"--getmaildir={home.File("getmail")}", "--rcfile=getmailrc"], environment: Home());

        Assert.Equal(2, Directory.GetFiles(home.File("mail/new")).Length);
        await AssertLeftAsync(0);
    }

    [Fact]
    public async Task A_session_whose_client_was_killed_frees_the_maildrop()
    {
        {
            await using var client = await LineClient.ConnectAsync(server.Pop3);
            await client.ReadAsync();
            await client.AskAsync("USER bob@example.test");
            Assert.StartsWith("+OK", await client.AskAsync("PASS secret"), StringComparison.Ordinal);
            await client.AskAsync("DELE 1");
        }

        await Eventually.IsTrueAsync(async () => await CountAsync() is 2, "the maildrop is free, and nothing was removed", TimeSpan.FromSeconds(30));
    }

    private Dictionary<string, string> Home() => new() { ["HOME"] = home.Path };

    private async Task AssertLeftAsync(int count) => Assert.Equal(count, await CountAsync());

    /// <summary>Messages in the maildrop; null while another session has it.</summary>
    private async Task<int?> CountAsync()
    {
        await using var client = await LineClient.ConnectAsync(server.Pop3);
        await client.ReadAsync();
        await client.AskAsync("USER bob@example.test");
        if ((await client.AskAsync("PASS secret"))?.StartsWith("+OK", StringComparison.Ordinal) is not true)
            return null;
        string? stat = await client.AskAsync("STAT");
        await client.AskAsync("QUIT");
        return int.Parse(stat!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
