using System.Net.Sockets;
using System.Text;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Clients;

/// <summary>A draft is sent without being uploaded again: authorized over IMAP, fetched by submission. RFC 4468, RFC 4467.</summary>
public sealed class BurlTests : IAsyncLifetime
{
    private AetherServer server = null!;

    public async ValueTask InitializeAsync() => server = await AetherServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_draft_goes_out_by_its_url_and_to_who_it_was_authorized_for_alone()
    {
        string url = await AuthorizeAsync("submit+ann@example.test");
        Assert.StartsWith("250 2.0.0", await SubmitAsync("ann", url), StringComparison.Ordinal);
        Assert.StartsWith("554 5.7.14", await SubmitAsync("bob", url), StringComparison.Ordinal);
        Assert.StartsWith("554 5.6.6", await SubmitAsync("ann", url[..^1] + (url[^1] is '0' ? '1' : '0')), StringComparison.Ordinal);
        Assert.StartsWith("554 5.7.14", await SubmitAsync("ann", await AuthorizeAsync("user+ann@example.test")), StringComparison.Ordinal);

        await Eventually.IsTrueAsync(async () => await CountAsync("bob") is 1, "it came");
    }

    /// <summary>Stores a draft as ann and has its URL authorized.</summary>
    private async Task<string> AuthorizeAsync(string access)
    {
        await using var imap = await Line.OpenAsync(server.Imap);
        await imap.ReadAsync();
        await imap.AskAsync("a LOGIN ann@example.test secret", "a ");
        string stored = await imap.AskAsync("b APPEND Drafts {37+}\r\nSubject: draft\r\n\r\nwritten only once\r\n", "b ");
        string uid = stored[(stored.LastIndexOf(' ', stored.IndexOf(']', StringComparison.Ordinal)) + 1)..stored.IndexOf(']', StringComparison.Ordinal)];
        await imap.WriteAsync($"c GENURLAUTH \"imap://ann%40example.test@127.0.0.1/Drafts/;UID={uid};URLAUTH={access}\" INTERNAL");
        string told = await imap.ReadAsync();
        return told.Split('"')[1];
    }

    private async Task<string> SubmitAsync(string user, string url)
    {
        await using var smtp = await Line.OpenAsync(server.Submission);
        await smtp.ReadAsync();
        await smtp.AskAsync("EHLO client.test", "250 ");
        await smtp.AskAsync("AUTH PLAIN " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"\0{user}@example.test\0secret")), "235 ");
        await smtp.AskAsync($"MAIL FROM:<{user}@example.test>", "250 ");
        await smtp.AskAsync("RCPT TO:<bob@example.test>", "250 ");
        await smtp.WriteAsync($"BURL {url} LAST");
        return await smtp.ReadAsync();
    }

    private async Task<int> CountAsync(string user)
    {
        await using var imap = await Line.OpenAsync(server.Imap);
        await imap.ReadAsync();
        await imap.AskAsync($"a LOGIN {user}@example.test secret", "a ");
        await imap.WriteAsync("b STATUS INBOX (MESSAGES)");
        string told = await imap.ReadAsync();
        return int.Parse(told.Split(' ')[^1].TrimEnd(')'), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A connection on which one line follows another.</summary>
    private sealed class Line : IAsyncDisposable
    {
        private readonly TcpClient client = new();
        private StreamReader reader = null!;

        public static async Task<Line> OpenAsync(int port)
        {
            var line = new Line();
            await line.client.ConnectAsync("127.0.0.1", port);
            line.reader = new StreamReader(line.client.GetStream(), Encoding.ASCII);
            return line;
        }

        public Task WriteAsync(string text) => client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n")).AsTask();

        public async Task<string> ReadAsync() => await reader.ReadLineAsync() ?? throw new IOException("The server closed.");

        /// <summary>Says something and reads up to the reply.</summary>
        public async Task<string> AskAsync(string text, string reply)
        {
            await WriteAsync(text);
            while (true)
            {
                string line = await ReadAsync();
                if (line.StartsWith(reply, StringComparison.Ordinal))
                    return line;
                if (line.StartsWith('5') || line.StartsWith('4'))
                    throw new InvalidOperationException(line);
            }
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            client.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
