using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Security;
using MimeKit;

namespace Aether.EndToEnd.Tests.Clients;

/// <summary>A Dovecot with three users moves in: folders, flags and dates, compared message by message; then a Maildir goes out again.</summary>
public sealed class MigrationTests : IAsyncLifetime
{
    private static readonly string[] Users = ["ann", "bob", "carl"];

    private readonly TemporaryFolder home = new();
    private DovecotServer dovecot = null!;
    private AetherServer server = null!;

    public async ValueTask InitializeAsync()
    {
        dovecot = await DovecotServer.StartAsync(home.File("dovecot"), Users);
        server = await AetherServer.StartAsync();
        await server.AddAccountAsync("carl@example.test");
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await dovecot.DisposeAsync();
        home.Dispose();
    }

    [Fact]
    public async Task Three_users_of_Dovecot_move_in_and_nothing_differs()
    {
        foreach (string user in Users)
            await FillAsync(user);

        foreach (string user in Users)
        {
            string first = await ImportAsync(user);
            Assert.Equal((35, 25), ((int?)JsonNode.Parse(first)!["imported"], (int?)JsonNode.Parse(first)!["uniqueIds"]));
        }

        foreach (string user in Users)
            Assert.Equal(await ListAsync(dovecot.Port, user), await ListAsync(server.Imap, user + "@example.test"));

        // POP3 clients find all mail where they left it.
        foreach (string user in Users)
            Assert.Equal(await UniqueIdsAsync(dovecot.Pop3, user), await UniqueIdsAsync(server.Pop3, user + "@example.test"));

        // Until the day of the move: one more message, and one that was read since.
        using (var client = await ConnectAsync(dovecot.Port, "ann"))
        {
            await client.Inbox!.OpenAsync(FolderAccess.ReadWrite);
            await client.Inbox.AppendAsync(Message("late", 99), MessageFlags.None);
            await client.Inbox.AddFlagsAsync(1, MessageFlags.Seen | MessageFlags.Flagged, silent: true);
        }

        var again = JsonNode.Parse(await ImportAsync("ann"))!;
        Assert.Equal((1, 35, 1), ((int?)again["imported"], (int?)again["known"], (int?)again["updated"]));
        Assert.Equal(await ListAsync(dovecot.Port, "ann"), await ListAsync(server.Imap, "ann@example.test"));

        Assert.Equal(await UniqueIdsAsync(dovecot.Pop3, "ann"), await UniqueIdsAsync(server.Pop3, "ann@example.test"));

        string exported = await server.CliAsync(["export", "ann@example.test", "maildir:" + home.File("out"), "--json"]);
        Assert.Equal(36, (int?)JsonNode.Parse(exported)!["messages"]);
        Assert.Equal(26, Directory.GetFiles(home.File("out/cur")).Length);
    }

    [Fact]
    public async Task A_wrong_password_is_told()
    {
        var (code, output) = await CommandLine.RunAsync(
            AetherServer.Program, ["import", "ann@example.test", $"imap://ann@127.0.0.1:{dovecot.Port}", "--password-stdin", "--any-certificate", "--config", server.ConfigFile], "wrong\n");
        Assert.Equal(1, code);
        Assert.Contains("Authentication failed", output, StringComparison.OrdinalIgnoreCase);
    }

    private Task<string> ImportAsync(string user) =>
        server.CliAsync(["import", user + "@example.test", $"imap://{user}@127.0.0.1:{dovecot.Port}", "--pop3", $"pop3://127.0.0.1:{dovecot.Pop3}", "--password-stdin", "--any-certificate", "--json"], DovecotServer.Password + "\n");

    [Fact]
    public async Task A_POP3_server_that_is_not_there_is_told()
    {
        using (var client = await ConnectAsync(dovecot.Port, "ann"))
            await client.Inbox!.AppendAsync(Message("ann", 1), MessageFlags.None);
        int nobody = FreePorts.Take(1)[0];
        var (code, output) = await CommandLine.RunAsync(
            AetherServer.Program,
            ["import", "ann@example.test", $"imap://ann@127.0.0.1:{dovecot.Port}", "--pop3", $"pop3://127.0.0.1:{nobody}", "--password-stdin", "--any-certificate", "--config", server.ConfigFile],
            DovecotServer.Password + "\n");
        Assert.Equal(1, code);
        Assert.Contains($"127.0.0.1:{nobody}: ", output, StringComparison.Ordinal);
    }

    private async Task FillAsync(string user)
    {
        using var client = await ConnectAsync(dovecot.Port, user);
        var root = await client.GetFolderAsync(client.PersonalNamespaces[0].Path);
        foreach (string name in (string[])["Sent", "Lists"])
            await root.CreateAsync(name, isMessageFolder: true);
        var cats = await (await client.GetFolderAsync("Lists")).CreateAsync("\u00e9t\u00e9", isMessageFolder: true);
        await cats!.SubscribeAsync();
        for (int i = 0; i < 25; i++)
            await client.Inbox!.AppendAsync(new AppendRequest(Message(user, i), i % 3 is 0 ? MessageFlags.Seen : MessageFlags.Flagged, ["$Label1"], Date(i)));
        for (int i = 0; i < 10; i++)
            await cats.AppendAsync(new AppendRequest(Message(user, 100 + i), MessageFlags.Answered, Date(i)));
    }

    private static MimeMessage Message(string user, int number)
    {
        var message = new MimeMessage { Subject = $"{user} {number} \u00e4", Body = new TextPart("plain") { Text = "From here\n.\n" + new string('x', number / 2 * 50) } };
        message.From.Add(new MailboxAddress(user, user + "@example.test"));
        message.MessageId = $"{user}.{number}@example.test";
        return message;
    }

    private static DateTimeOffset Date(int number) => new(2024, 1, 1 + number, 10, 0, number, TimeSpan.Zero);

    /// <summary>Every message of every folder: folder, date, flags, and a hash of its octets.</summary>
    private static async Task<List<string>> ListAsync(int port, string user)
    {
        using var client = await ConnectAsync(port, user);
        var lines = new List<string>();
        foreach (var folder in (await client.GetFoldersAsync(client.PersonalNamespaces[0])).Where(static folder => folder.FullName is "INBOX" or "Lists" or "Sent" || folder.FullName.StartsWith("Lists", StringComparison.Ordinal)))
        {
            await folder.OpenAsync(FolderAccess.ReadOnly);
            foreach (var summary in await folder.FetchAsync(0, -1, MessageSummaryItems.UniqueId | MessageSummaryItems.Flags | MessageSummaryItems.InternalDate))
            {
                await using var stream = await folder.GetStreamAsync(summary.UniqueId, string.Empty);
                using var octets = new MemoryStream();
                await stream.CopyToAsync(octets);
                var flags = summary.Flags & ~MessageFlags.Recent;
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{folder.FullName} {summary.InternalDate:u} {flags} [{string.Join(' ', summary.Keywords)}] {Encoding.UTF8.GetString(octets.ToArray()).GetHashCode(StringComparison.Ordinal)}"));
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <summary>What POP3 calls the messages, in order, each with a hash of its header.</summary>
    private static async Task<List<string>> UniqueIdsAsync(int port, string user)
    {
        using var client = new Pop3Client();
        await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None);
        await client.AuthenticateAsync(user, PasswordOf(user));
        var ids = await client.GetMessageUidsAsync();
        var lines = new List<string>();
        for (int i = 0; i < ids.Count; i++)
        {
            await using var stream = await client.GetStreamAsync(i, headersOnly: true); // RETR would mark it as seen
            using var octets = new MemoryStream();
            await stream.CopyToAsync(octets);
            lines.Add($"{ids[i]} {Encoding.UTF8.GetString(octets.ToArray()).GetHashCode(StringComparison.Ordinal)}");
        }

        await client.DisconnectAsync(quit: true);
        return lines;
    }

    private static string PasswordOf(string user) => user.Contains('@', StringComparison.Ordinal) ? "secret" : DovecotServer.Password;

    private static async Task<ImapClient> ConnectAsync(int port, string user)
    {
        var client = new ImapClient { ServerCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null };
        await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None);
        await client.AuthenticateAsync(user, PasswordOf(user));
        return client;
    }
}
