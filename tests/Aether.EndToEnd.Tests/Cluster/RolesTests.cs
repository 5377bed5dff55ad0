using System.Diagnostics;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Aether.EndToEnd.Tests.Cluster;

/// <summary>One program in three processes, each with a part of the work: mail comes in at one, is read at another, goes out by the third.</summary>
public sealed class RolesTests : IAsyncLifetime
{
    private const int Deliveries = 100;

    private PostfixServer postfix = null!;
    private KnotServer dns = null!;
    private AetherCluster cluster = null!;

    private AetherServer Receiver => cluster.Nodes[0];

    private AetherServer Reader => cluster.Nodes[1];

    public async ValueTask InitializeAsync()
    {
        try
        {
            postfix = await PostfixServer.StartAsync("far.test");
            dns = await KnotServer.StartAsync(("far.test", "@ MX 10 mx\nmx A 127.0.0.1"));
            cluster = await AetherCluster.StartAsync(["smtp", "imap", "queue"], config =>
            {
                config["dns"] = new JsonObject { ["resolvers"] = new JsonArray(new JsonObject { ["address"] = $"127.0.0.1:{dns.Port}" }) };
                config["queue"] = new JsonObject { ["port"] = postfix.Port, ["allowedNetworks"] = new JsonArray("127.0.0.0/8") };
            });
        }
        catch
        {
            await DisposeAsync(); // Nobody else takes down what did start.
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var started in (IAsyncDisposable?[])[cluster, dns, postfix])
        {
            if (started is not null)
                await started.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_one_node_takes_another_delivers_to_the_world()
    {
        using var smtp = new SmtpClient { ServerCertificateValidationCallback = (_, certificate, _, _) => certificate is not null };
        await smtp.ConnectAsync("127.0.0.1", Receiver.Submission, SecureSocketOptions.StartTls);
        await smtp.AuthenticateAsync("ann@example.test", "secret");
        await smtp.SendAsync(Compose("ann@example.test", "carol@far.test", "by the third node", 100_000));

        await Eventually.IsTrueAsync(() => postfix.Delivered.Any(), "Postfix delivered the message");

        Assert.Contains("Subject: by the third node", await File.ReadAllTextAsync(postfix.Delivered.Single()), StringComparison.Ordinal);
        await Eventually.IsTrueAsync(async () => (await cluster.SqlAsync("SELECT count(*) FROM queue_msg")).Trim() is "0", "the queue is empty");
    }

    [Fact]
    public async Task Idle_on_one_node_hears_soon_of_what_another_took()
    {
        using var imap = new ImapClient { ServerCertificateValidationCallback = (_, certificate, _, _) => certificate is not null };
        await imap.ConnectAsync("127.0.0.1", Reader.Imap, SecureSocketOptions.StartTls);
        await imap.AuthenticateAsync("ann@example.test", "secret");
        await imap.Inbox!.OpenAsync(FolderAccess.ReadOnly);
        using var heard = new SemaphoreSlim(0);
        imap.Inbox.CountChanged += (_, _) => heard.Release();
        using var done = new CancellationTokenSource();
        var idle = imap.IdleAsync(done.Token);

        var waits = new List<TimeSpan>();
        using (var smtp = new SmtpClient())
        {
            await smtp.ConnectAsync("127.0.0.1", Receiver.Smtp, SecureSocketOptions.None);
            for (int i = 0; i < Deliveries; i++)
            {
                await smtp.SendAsync(Compose("far@far.test", "ann@example.test", $"news {i}", i % 10 == 0 ? 50_000 : 500));
                long accepted = Stopwatch.GetTimestamp();
                Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(20)), $"nothing was heard of message {i}");
                waits.Add(Stopwatch.GetElapsedTime(accepted));
            }
        }
        await done.CancelAsync();
        await idle;

        Assert.Equal(Deliveries, imap.Inbox.Count);
        waits.Sort();
        string figures = $"median {waits[Deliveries / 2].TotalMilliseconds:0.0} ms, p99 {waits[Deliveries * 99 / 100].TotalMilliseconds:0.0} ms";
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        // The look for missed changes, which needs no hint, comes every 5 s: it must not be what wakes the sessions.
        Assert.True(waits[Deliveries / 2] < TimeSpan.FromMilliseconds(100), figures);
        Assert.True(waits[Deliveries * 95 / 100] < TimeSpan.FromSeconds(1), figures);
    }

    private static MimeMessage Compose(string from, string to, string subject, int size)
    {
        var message = new MimeMessage { Subject = subject, Body = new TextPart { Text = string.Concat(Enumerable.Repeat("some line\r\n", size / 11)) } };
        message.From.Add(MailboxAddress.Parse(from));
        message.To.Add(MailboxAddress.Parse(to));
        return message;
    }
}
