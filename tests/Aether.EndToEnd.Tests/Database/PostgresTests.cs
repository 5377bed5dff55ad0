using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Aether.EndToEnd.Tests.Database;

/// <summary>The real program on PostgreSQL: mail in by SMTP, out by IMAP, through a crash of the database.</summary>
public sealed class PostgresTests : IAsyncLifetime
{
    private PostgresServer database = null!;
    private AetherServer server = null!;

    public async ValueTask InitializeAsync()
    {
        database = await PostgresServer.StartAsync();
        await database.SqlAsync("postgres", "CREATE DATABASE mail");
        server = await AetherServer.StartAsync(config => config["database"] = new JsonObject { ["url"] = database.Url("mail") });
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Mail_is_taken_and_served_and_outlives_the_database_and_the_server()
    {
        await SendAsync("first", 100);
        await SendAsync("large", 100_000);
        Assert.Equal(["first", "large"], await SubjectsAsync());

        await database.KillAsync();
        using (var http = new HttpClient())
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync(new Uri($"http://127.0.0.1:{server.Http}/readyz"))).StatusCode);
        await database.StartAgainAsync();
        await SendAsync("after the crash", 100);
        Assert.Equal(["first", "large", "after the crash"], await SubjectsAsync());

        await server.KillAsync();
        await server.StartAsync();
        Assert.Equal(["first", "large", "after the crash"], await SubjectsAsync());
        Assert.False(File.Exists(Path.Combine(server.Folder, "data", "aether.db")), "rows went into a file");
    }

    [Fact]
    public async Task While_the_database_is_away_everything_is_a_temporary_failure_and_no_process_ends()
    {
        await database.StopAsync();

        using (var smtp = new SmtpClient())
        {
            await smtp.ConnectAsync("127.0.0.1", server.Smtp, SecureSocketOptions.None);
            var refusal = await Assert.ThrowsAsync<SmtpCommandException>(() => smtp.SendAsync(Compose("x", 10)));
            Assert.Equal(451, (int)refusal.StatusCode);
        }
        using (var imap = new ImapClient())
        {
            await imap.ConnectAsync("127.0.0.1", server.Imap, SecureSocketOptions.None);
            await Assert.ThrowsAsync<AuthenticationException>(() => imap.AuthenticateAsync("ann@example.test", "secret"));
        }

        await database.StartAgainAsync();
        await SendAsync("again", 10);
        Assert.Equal(["again"], await SubjectsAsync());
    }

    private async Task SendAsync(string subject, int size)
    {
        using var smtp = new SmtpClient();
        await smtp.ConnectAsync("127.0.0.1", server.Smtp, SecureSocketOptions.None);
        await smtp.SendAsync(Compose(subject, size));
        await smtp.DisconnectAsync(quit: true);
    }

    private static MimeMessage Compose(string subject, int size)
    {
        var message = new MimeMessage { Subject = subject, Body = new TextPart { Text = string.Concat(Enumerable.Range(0, size / 8).Select(i => i.ToString("D6", CultureInfo.InvariantCulture) + "\r\n")) } };
        message.From.Add(MailboxAddress.Parse("far@far.test"));
        message.To.Add(MailboxAddress.Parse("ann@example.test"));
        return message;
    }

    private async Task<List<string>> SubjectsAsync()
    {
        using var imap = new ImapClient();
        await imap.ConnectAsync("127.0.0.1", server.Imap, SecureSocketOptions.None);
        await imap.AuthenticateAsync("ann@example.test", "secret");
        await imap.Inbox!.OpenAsync(MailKit.FolderAccess.ReadOnly);
        var subjects = new List<string>();
        for (int i = 0; i < imap.Inbox.Count; i++)
            subjects.Add((await imap.Inbox.GetMessageAsync(i)).Subject ?? "");
        await imap.DisconnectAsync(quit: true);
        return subjects;
    }
}
