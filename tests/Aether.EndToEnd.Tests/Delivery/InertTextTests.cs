using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aether.Testing.Servers;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;

namespace Aether.EndToEnd.Tests.Delivery;

/// <summary>
/// Case R11: what an address, a subject or a file name says is never a command, a path, a query, a pattern or a template, in any place that
/// it comes by: the queue, reports, traces, logs, metrics and the command line.
/// </summary>
public sealed partial class InertTextTests : IAsyncLifetime
{
    private const string Witness = "aether-r11-witness";

    /// <summary>Local parts as they stand in an envelope. RFC 5321 §4.1.2.</summary>
    private static readonly string[] LocalParts =
    [
        $"\"|/usr/bin/touch /tmp/{Witness}\"", $"\"/tmp/{Witness}\"", "\":include:/etc/passwd\"", $"\"$(touch /tmp/{Witness})\"", $"\"`touch /tmp/{Witness}`\"",
        $"\"; touch /tmp/{Witness};\"", "\"'; DROP TABLE account; --\"", "\"\\\" OR \\\"1\\\"=\\\"1\"", "\"*)(uid=*))(|(uid=*\"", "\"../../../../etc/passwd\"", "\"${run{/usr/bin/id}}\"",
        "\"${jndi:ldap://127.0.0.1/a}\"", "{{7*7}}", "#{7*7}", "%s%n%x", "\"%{d1r}\"", "\"(a+)+$\"", "\"[[:<:]]\"", "\"<script>alert(1)</script>\"", "\"=cmd|' /C calc'!A0\"",
        "\"a\\\\\"", "'", "--config", "-f", "`id`", "$HOME", "~root", "*", "?", "!", "&", "a|b", "a/../b", "\"a@b\"", "\"\"", "\".\"",
    ];

    private KnotServer dns = null!;
    private AetherServer server = null!;

    public async ValueTask InitializeAsync()
    {
        File.Delete($"/tmp/{Witness}");
        dns = await KnotServer.StartAsync(("nomail.test", "@ MX 0 ."));
        server = await AetherServer.PrepareAsync(config =>
            config["dns"] = new JsonObject { ["resolvers"] = new JsonArray(new JsonObject { ["address"] = $"127.0.0.1:{dns.Port}" }) });
        await server.CliAsync(["domain", "add", "any.test", "--catch-all", "bob@example.test"]);
        await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await dns.DisposeAsync();
    }

    [Fact]
    public async Task Metacharacters_in_every_field_stay_text()
    {
        string[] before = Files();
        int local = 0;
        List<string> taken = [];
        using (var smtp = new RawSmtp(server.Smtp))
        using (var submission = new RawSmtp(server.Submission))
        {
            await submission.LogInAsync("ann@example.test", "secret");
            foreach (string part in LocalParts)
            {
                local += await smtp.SendAsync($"{part}@sender.test", $"{part}@any.test", part) ? 1 : 0;
                if (await submission.SendAsync("ann@example.test", $"{part}@nomail.test", part))
                    taken.Add($"{part}@nomail.test");
            }
        }

        Assert.InRange(local, LocalParts.Length / 2, LocalParts.Length);
        Assert.InRange(taken.Count, LocalParts.Length / 2, LocalParts.Length);
        await Eventually.IsTrueAsync(async () => (await server.CliAsync(["queue", "list", "--json"])).Trim() is "[]", "what nobody takes has been returned");

        Assert.Equal(local, (await ReadAsync("bob@example.test")).Count);
        var reports = await ReadAsync("ann@example.test");
        Assert.Equal(taken.Count, reports.Count);
        string[] fields = [.. reports[0].Headers.Select(header => header.Field).Order()];
        foreach (var report in reports)
        {
            Assert.Equal(fields, report.Headers.Select(header => header.Field).Order());
            var status = Assert.IsType<MessageDeliveryStatus>(Assert.IsType<MultipartReport>(report.Body)[1]);
            Assert.Equal(2, status.StatusGroups.Count);
            Assert.EndsWith("@nomail.test", status.StatusGroups[1]["Final-Recipient"], StringComparison.Ordinal);
        }

        Assert.Equal(taken.Count, JsonNode.Parse(await server.CliAsync(["deadletter", "list", "--json"]))!.AsArray().Count);
        foreach (string[] verb in (string[][])[["trace", "--limit", "1000"], ["deadletter", "list"], ["suppress", "list"], ["account", "list"], ["alias", "list"]])
            Assert.DoesNotContain(await server.CliAsync(verb), character => char.IsControl(character) && character is not '\n');
        Assert.Equal(2, JsonNode.Parse(await server.CliAsync(["account", "list", "--json"]))!.AsArray().Count);
        var steps = JsonNode.Parse(await server.CliAsync(["trace", "--json", "--limit", "1000"]))!.AsArray();
        string[] values = [.. steps.SelectMany(step => step!.AsObject()).Select(value => value.Value?.ToString() ?? "")];
        Assert.All(taken, address => Assert.Contains(address, values));

        foreach (string line in (await CommandLine.SucceedAsync("curl", ["-s", $"http://127.0.0.1:{server.Http}/metrics"])).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.Matches(MetricLine(), line);
        Assert.DoesNotContain("Exception", server.Log, StringComparison.Ordinal);
        Assert.False(File.Exists($"/tmp/{Witness}"));
        Assert.Equal(before, Files());
    }

    /// <summary>What lies in its folder, but for what the store makes by itself.</summary>
    private string[] Files() =>
        [.. Directory.EnumerateFileSystemEntries(server.Folder, "*", SearchOption.AllDirectories).Where(path => !StoreFile().IsMatch(path)).Order(StringComparer.Ordinal)];

    private async Task<IReadOnlyList<MimeMessage>> ReadAsync(string user)
    {
        using var imap = new ImapClient { ServerCertificateValidationCallback = (_, certificate, _, _) => certificate is not null };
        await imap.ConnectAsync("127.0.0.1", server.Imap, SecureSocketOptions.None);
        await imap.AuthenticateAsync(user, "secret");
        await imap.Inbox!.OpenAsync(FolderAccess.ReadOnly);
        var messages = new List<MimeMessage>();
        for (int i = 0; i < imap.Inbox.Count; i++)
            messages.Add(await imap.Inbox.GetMessageAsync(i));
        return messages;
    }

    [GeneratedRegex(@"^(#.*|[a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z0-9_]+=""[a-zA-Z0-9_.\-:/ ]*""(,[a-zA-Z0-9_]+=""[a-zA-Z0-9_.\-:/+ ]*"")*\})? [-+0-9.eEInfNa]+( \d+)?)$")]
    private static partial Regex MetricLine();

    [GeneratedRegex(@"/(aether|search)\.db(-wal|-shm)?$|/segments(/|$)|/rows(/|$)")]
    private static partial Regex StoreFile();

    /// <summary>Says what no library would: commands as they are written here.</summary>
    private sealed class RawSmtp : IDisposable
    {
        private readonly System.Net.Sockets.TcpClient client = new();
        private readonly StreamReader reader;
        private readonly Stream stream;
        private bool greeted;

        public RawSmtp(int port)
        {
            client.Connect("127.0.0.1", port);
            stream = client.GetStream();
            reader = new StreamReader(stream, Encoding.Latin1);
        }

        public async Task LogInAsync(string user, string password)
        {
            await GreetAsync();
            Assert.StartsWith("235", await AskAsync("AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}"))), StringComparison.Ordinal);
        }

        /// <returns>False: it was refused, with a code that says so.</returns>
        public async Task<bool> SendAsync(string sender, string recipient, string text)
        {
            await GreetAsync();
            foreach (string command in (string[])[$"MAIL FROM:<{sender}>", $"RCPT TO:<{recipient}>"])
            {
                string reply = await AskAsync(command);
                if (reply[0] is '2')
                    continue;
                Assert.Matches("^(50|55)[0-9] ", reply);
                Assert.StartsWith("250", await AskAsync("RSET"), StringComparison.Ordinal);
                return false;
            }

            Assert.StartsWith("354", await AskAsync("DATA"), StringComparison.Ordinal);
            string content = $"From: ann@example.test\r\nTo: undisclosed:;\r\nSubject: {text}\r\nContent-Type: text/plain; name={text}\r\nContent-Disposition: attachment; filename={text}\r\n\r\n{text}\r\n.";
            Assert.StartsWith("250", await AskAsync(content), StringComparison.Ordinal);
            return true;
        }

        public void Dispose()
        {
            reader.Dispose();
            client.Dispose();
        }

        private async Task GreetAsync()
        {
            if (greeted)
                return;
            greeted = true;
            Assert.StartsWith("220", await ReadAsync(), StringComparison.Ordinal);
            Assert.StartsWith("250", await AskAsync("EHLO client.test"), StringComparison.Ordinal);
        }

        private async Task<string> AskAsync(string command)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(command + "\r\n"));
            return await ReadAsync();
        }

        private async Task<string> ReadAsync()
        {
            string? line;
            do
                line = await reader.ReadLineAsync();
            while (line is [_, _, _, '-', ..]);
            return line ?? throw new EndOfStreamException();
        }
    }
}
