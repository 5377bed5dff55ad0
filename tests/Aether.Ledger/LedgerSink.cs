using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aether.Ledger;

/// <summary>
/// The server on the far side: it outlives the kills and keeps the books of what it said 250 for. Recipients whose name begins with
/// <c>gone</c> do not exist there; those with <c>later</c> are put off when they come for the first time.
/// </summary>
internal sealed class LedgerSink : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly ConcurrentDictionary<(string Id, string Recipient), int> taken = new();
    private readonly ConcurrentDictionary<string, bool> putOff = new();
    private int torn;

    public LedgerSink(IReadOnlyDictionary<string, byte[]> sent)
    {
        listener.Start();
        _ = AcceptAsync(sent);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How often each recipient of each message was taken.</summary>
    public IReadOnlyDictionary<(string Id, string Recipient), int> Taken => taken;

    /// <summary>Messages that came whole by their end of data, and were not what was sent.</summary>
    public int Torn => torn;

    public void Dispose()
    {
        over.Cancel();
        listener.Dispose();
        over.Dispose();
    }

    private async Task AcceptAsync(IReadOnlyDictionary<string, byte[]> sent)
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync(over.Token), sent);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private async Task ServeAsync(TcpClient client, IReadOnlyDictionary<string, byte[]> sent)
    {
        try
        {
            using var line = LineClient.Over(client);
            await line.SendAsync("220 sink.far.test\r\n", over.Token);
            var recipients = new List<string>();
            while (true)
            {
                string command = await line.LineAsync(over.Token);
                string verb = command.Split(' ', ':')[0].ToUpperInvariant();
                if (verb == "DATA" && recipients.Count > 0)
                {
                    await line.SendAsync("354 go\r\n", over.Token);
                    Take(await ContentAsync(line), recipients, sent);
                    await line.SendAsync("250 2.0.0 taken\r\n", over.Token);
                    recipients.Clear();
                    continue;
                }

                await line.SendAsync(Answer(verb, command, recipients), over.Token);
                if (verb == "QUIT")
                    return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The other side was killed: what it had not ended does not count.
        }
    }

    private string Answer(string verb, string command, List<string> recipients)
    {
        if (verb is "EHLO")
            return "250-sink.far.test\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n";
        if (verb is "MAIL" or "RSET")
            recipients.Clear();
        if (verb is not "RCPT")
            return verb switch { "QUIT" => "221 2.0.0 bye\r\n", "DATA" => "554 5.5.1 no recipients\r\n", _ => "250 2.0.0 OK\r\n" };
        string recipient = command.Split('<', '>')[1];
        if (recipient.StartsWith("gone", StringComparison.Ordinal))
            return "550 5.1.1 nobody here\r\n";
        if (recipient.StartsWith("later", StringComparison.Ordinal) && putOff.TryAdd(recipient, true))
            return "451 4.2.1 not now\r\n";
        recipients.Add(recipient);
        return "250 2.1.5 OK\r\n";
    }

    private async Task<byte[]> ContentAsync(LineClient line)
    {
        var content = new StringBuilder();
        while (await line.LineAsync(over.Token) is var text && text != ".")
            content.Append(text).Append("\r\n");
        return Encoding.Latin1.GetBytes(content.ToString());
    }

    private void Take(byte[] message, List<string> recipients, IReadOnlyDictionary<string, byte[]> sent)
    {
        string? id = LedgerMessage.IdOf(message);
        if (id is null || !sent.TryGetValue(id, out byte[]? original) || !message.AsSpan().EndsWith(original))
        {
            Interlocked.Increment(ref torn);
            return;
        }

        foreach (string recipient in recipients)
            taken.AddOrUpdate((id, recipient), 1, (_, times) => times + 1);
    }
}
