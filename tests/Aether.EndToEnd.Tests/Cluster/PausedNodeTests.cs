using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Aether.EndToEnd.Tests.Cluster;

/// <summary>A node that stands still in the middle of a delivery, past its lease, and then goes on (case R09).</summary>
public sealed class PausedNodeTests : IAsyncLifetime
{
    /// <summary>The case says a minute; what counts is that it is over.</summary>
    private static readonly TimeSpan PastLease = TimeSpan.FromSeconds(10);

    private readonly SlowServer far = new();
    private AetherCluster cluster = null!;

    public async ValueTask InitializeAsync()
    {
        int node = 0;
        cluster = await AetherCluster.StartAsync(["smtp", "queue", "queue"], config =>
        {
            config["limits"] = new JsonObject { ["queue"] = new JsonObject { ["lease"] = "10 s" } };
            config["queue"] = new JsonObject { ["node"] = $"node{++node}" };
            config["routes"] = new JsonArray(new JsonObject
            {
                ["recipientDomain"] = "*",
                ["via"] = new JsonArray(new JsonObject { ["host"] = "127.0.0.1", ["port"] = far.Port, ["tls"] = "none" }),
            });
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null)
            await cluster.DisposeAsync();
        await far.DisposeAsync();
    }

    [Fact]
    public async Task Does_not_send_what_another_node_took_over()
    {
        var (first, second) = (cluster.Nodes[1], cluster.Nodes[2]);
        await first.CliAsync(["queue", "drain", "node3"]);
        using (var smtp = new SmtpClient { ServerCertificateValidationCallback = (_, certificate, _, _) => certificate is not null })
        {
            await smtp.ConnectAsync("127.0.0.1", cluster.Nodes[0].Submission, SecureSocketOptions.StartTls);
            await smtp.AuthenticateAsync("ann@example.test", "secret");
            await smtp.SendAsync(new MimeMessage([new MailboxAddress("", "ann@example.test")], [new MailboxAddress("", "carol@far.test")], "once", new TextPart { Text = "once" }));
        }

        await Eventually.IsTrueAsync(() => far.Begun == 1, "the first node asks to send");
        await first.SignalAsync("STOP");
        try
        {
            await second.CliAsync(["queue", "resume", "--node", "node3"]);
            await Eventually.IsTrueAsync(() => far.Taken.Count == 1, "the second node delivers what the first had");
            await Task.Delay(PastLease);
            far.Go();
        }
        finally
        {
            await first.SignalAsync("CONT");
        }

        await Eventually.IsTrueAsync(() => far.Open == 0, "the first node gives up its connection");
        Assert.Single(far.Taken);
        await Eventually.IsTrueAsync(async () => (await cluster.SqlAsync("SELECT count(*) FROM queue_msg")).Trim() is "0", "the queue is empty");
        Assert.Equal(2, far.Begun);
    }

    /// <summary>A server that makes the first one who wants to send wait for its 354.</summary>
    private sealed class SlowServer : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly TaskCompletionSource going = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentBag<Task> sessions = [];
        private readonly Task accepting;
        private int begun;
        private int open;

        public SlowServer()
        {
            listener.Start();
            accepting = AcceptAsync();
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        /// <summary>How often DATA was said.</summary>
        public int Begun => Volatile.Read(ref begun);

        /// <summary>Connections that are not over.</summary>
        public int Open => Volatile.Read(ref open);

        /// <summary>Whole messages.</summary>
        public ConcurrentQueue<string> Taken { get; } = new();

        public void Go() => going.TrySetResult();

        public async ValueTask DisposeAsync()
        {
            Go();
            listener.Stop();
            await accepting;
            await Task.WhenAll(sessions);
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                    sessions.Add(ServeAsync(await listener.AcceptTcpClientAsync()));
            }
            catch (SocketException)
            {
                // The test is over.
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using var _ = client;
            Interlocked.Increment(ref open);
            try
            {
                var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
                var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 far.test ESMTP");
                while (await reader.ReadLineAsync() is { } line)
                {
                    if (line == "DATA")
                    {
                        if (Interlocked.Increment(ref begun) == 1)
                            await going.Task;
                        await writer.WriteLineAsync("354 Go");
                        if (await TakeAsync(reader) is not { } content)
                            return;
                        Taken.Enqueue(content);
                    }

                    await writer.WriteLineAsync(line == "QUIT" ? "221 Bye" : "250 OK");
                    if (line == "QUIT")
                        return;
                }
            }
            catch (IOException)
            {
                // The other side is gone.
            }
            finally
            {
                Interlocked.Decrement(ref open);
            }
        }

        /// <returns>Null: it did not come to its end.</returns>
        private static async Task<string?> TakeAsync(StreamReader reader)
        {
            var content = new StringBuilder();
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line == ".")
                    return content.ToString();
                content.AppendLine(line);
            }

            return null;
        }
    }
}
