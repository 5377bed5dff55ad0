using System.Text;
using Aether.Testing.Servers;
using Aether.Testing.Stores;

namespace Aether.EndToEnd.Tests.Clients;

/// <summary>What the README tells a newcomer to do, with the real programs: swaks sends, mbsync pulls, mutt lists, curl looks.</summary>
public sealed class NewcomerTests : IAsyncLifetime
{
    private readonly TemporaryFolder home = new();
    private AetherServer server = null!;

    public async ValueTask InitializeAsync() => server = await AetherServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        home.Dispose();
    }

    [Fact]
    public async Task Swaks_submits_and_mbsync_pulls_the_same_octets()
    {
        string message = "From: Ann <ann@example.test>\r\nTo: Bob <bob@example.test>\r\nSubject: Gr\u00fc\u00dfe\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\n"
            + "Message-ID: <one@example.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            + "A line\r\n.a line with a dot\r\n.\r\n\u00e4\u00f6\u00fc\r\n";
        // swaks ends the data with a line end of its own.
        await File.WriteAllTextAsync(home.File("message.eml"), message[..^2], new UTF8Encoding(false));
        await CommandLine.SucceedAsync("swaks", [
            "--server", $"127.0.0.1:{server.Submission}", "--tls", "--auth", "PLAIN", "--auth-user", "ann@example.test", "--auth-password", "secret",
            "--from", "ann@example.test", "--to", "bob@example.test", "--data", $"@{home.File("message.eml")}"]);

        string pulled = await PullAsync("bob@example.test");

        int start = pulled.IndexOf("From: Ann", StringComparison.Ordinal);
        Assert.True(start > 0, pulled);
        Assert.Equal(message.Replace("\r\n", "\n", StringComparison.Ordinal), pulled[start..]);
        foreach (string line in pulled[..start].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.Matches("^(Return-Path|Delivered-To|Received|DKIM-Signature):|^\\s", line);
    }

    [Fact]
    public async Task Curl_sends_over_implicit_tls_and_reads_over_imaps()
    {
        await File.WriteAllTextAsync(home.File("m.eml"), "From: <ann@example.test>\r\nTo: <bob@example.test>\r\nSubject: by curl\r\n\r\nbody\r\n");
        await CommandLine.SucceedAsync("curl", [
            "-sSk", $"smtps://127.0.0.1:{server.Submissions}", "--user", "ann@example.test:secret", "--mail-from", "ann@example.test", "--mail-rcpt", "bob@example.test",
            "--upload-file", home.File("m.eml")]);

        string fetched = await CommandLine.SucceedAsync("curl", ["-sSk", $"imaps://127.0.0.1:{server.Imaps}/INBOX;MAILINDEX=1", "--user", "bob@example.test:secret"]);

        Assert.Contains("Subject: by curl", fetched, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mutt_lists_the_inbox()
    {
        await CommandLine.SucceedAsync("swaks", ["--server", $"127.0.0.1:{server.Smtp}", "--from", "x@far.test", "--to", "bob@example.test", "--header", "Subject: seen by mutt"]);
        string rc = home.File("muttrc");
        await File.WriteAllTextAsync(rc, $"""
            set folder="imap://127.0.0.1:{server.Imap}/"
            set imap_user="bob@example.test"
            set imap_pass="secret"
            set ssl_starttls=no
            set ssl_force_tls=no
            set index_format="%s"
            set header_cache=""
            set pager_stop
            """);

        string screen = await TerminalAsync($"mutt -n -F {rc} -f imap://127.0.0.1:{server.Imap}/INBOX", "seen by mutt");

        Assert.Contains("seen by mutt", screen, StringComparison.Ordinal);
    }

    /// <summary>Pulls an account's INBOX into a Maildir and gives its only message.</summary>
    private async Task<string> PullAsync(string user)
    {
        string rc = home.File("mbsyncrc");
        Directory.CreateDirectory(home.File("mail"));
        await File.WriteAllTextAsync(rc, $"""
            IMAPAccount test
            Host 127.0.0.1
            Port {server.Imap}
            User {user}
            Pass secret
            SSLType None
            AuthMechs PLAIN LOGIN

            IMAPStore remote
            Account test

            MaildirStore local
            Path {home.File("mail")}/
            Inbox {home.File("mail")}/inbox
            SubFolders Verbatim

            Channel all
            Far :remote:
            Near :local:
            Patterns INBOX
            Create Near
            SyncState *
            """);
        await CommandLine.SucceedAsync("mbsync", ["-c", rc, "-a"]);
        string file = Assert.Single(Directory.GetFiles(home.File("mail"), "*", SearchOption.AllDirectories), path => path.Contains("/new/", StringComparison.Ordinal) || path.Contains("/cur/", StringComparison.Ordinal));
        // X-TUID is mbsync's own mark, put in on this side.
        return string.Join('\n', (await File.ReadAllTextAsync(file)).Split('\n').Where(line => !line.StartsWith("X-TUID:", StringComparison.Ordinal)));
    }

    /// <summary>Runs a full-screen program in a terminal until its screen shows what is waited for.</summary>
    private static async Task<string> TerminalAsync(string command, string awaited)
    {
        string session = $"aether-{Guid.NewGuid():N}";
        await CommandLine.SucceedAsync("tmux", ["-L", session, "new-session", "-d", "-s", session, "-x", "120", "-y", "40", command]);
        string screen = "";
        try
        {
            await Eventually.IsTrueAsync(async () =>
            {
                (_, screen) = await CommandLine.RunAsync("tmux", ["-L", session, "capture-pane", "-p", "-t", session]);
                return screen.Contains(awaited, StringComparison.Ordinal);
            }, $"the screen of '{command}' shows '{awaited}'");
            return screen;
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{screen}");
        }
        finally
        {
            await CommandLine.RunAsync("tmux", ["-L", session, "kill-server"]);
        }
    }
}
