using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Aether.Net.Connections;

namespace Aether.Net.Tests.Listeners;

/// <summary>The smallest engine there is: answers each line, upgrades on STARTTLS, and tells when it is woken.</summary>
internal sealed class LineEngine : IMailProtocol
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The connections served so far, in order.</summary>
    public List<MailConnection> Seen { get; } = [];

    public async Task RunAsync(MailConnection connection, CancellationToken ct)
    {
        lock (Seen)
            Seen.Add(connection);
        await SendAsync(connection, "220 ready", ct);
        while (true)
        {
            var (read, timedOut) = await ReadAsync(connection, ct);
            if (timedOut)
            {
                await SendAsync(connection, "421 too long", ct);
                return;
            }

            if (read.IsCanceled)
            {
                connection.Input.AdvanceTo(read.Buffer.Start);
                if (await SendAsync(connection, connection.Draining.IsCancellationRequested ? "421 draining" : "150 woken", ct) && !connection.Draining.IsCancellationRequested)
                    continue;
                return;
            }

            if (TakeLine(connection.Input, read) is { } line)
            {
                if (!await AnswerAsync(connection, line, ct))
                    return;
            }
            else if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static async Task<(ReadResult Read, bool TimedOut)> ReadAsync(MailConnection connection, CancellationToken ct)
    {
        try
        {
            return (await connection.ReadAsync(Patience, ct), false);
        }
        catch (PeerTimeoutException)
        {
            return (default, true);
        }
    }

    private static async Task<bool> AnswerAsync(MailConnection connection, string line, CancellationToken ct)
    {
        switch (line)
        {
            case "QUIT":
                await SendAsync(connection, "221 bye", ct);
                return false;
            case "LOGIN":
                connection.OnLogin();
                return await SendAsync(connection, "250 welcome", ct);
            case "BOOM":
                throw new InvalidOperationException("A fault.");
            case "STARTTLS" when !connection.CanStartTls || connection.HasPlaintextLeft():
                await SendAsync(connection, "503 no", ct);
                return false;
            case "STARTTLS":
                await SendAsync(connection, "220 go", ct);
                return await connection.StartTlsAsync(ct) && await SendAsync(connection, $"250 {connection.Tls!.ServerName}", ct);
            default:
                return await SendAsync(connection, "250 " + line, ct);
        }
    }

    private static string? TakeLine(PipeReader input, ReadResult read)
    {
        var reader = new SequenceReader<byte>(read.Buffer);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> line, "\r\n"u8))
        {
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            return null;
        }

        string text = Encoding.ASCII.GetString(line);
        input.AdvanceTo(reader.Position);
        return text;
    }

    private static async Task<bool> SendAsync(MailConnection connection, string line, CancellationToken ct)
    {
        await connection.Output.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), ct);
        return await connection.FlushAsync(Patience, ct);
    }
}
