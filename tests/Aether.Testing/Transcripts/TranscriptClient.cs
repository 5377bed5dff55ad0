using System.Buffers;
using System.Text;
using Aether.Net.Connections;

namespace Aether.Testing.Transcripts;

/// <summary>One client of a <see cref="TranscriptServer"/>: sends bytes in chunks, reads lines, waits within bounds.</summary>
public sealed class TranscriptClient
{
    private readonly TranscriptOptions options;
    private readonly MemoryDuplex duplex;
    private long sent;

    internal TranscriptClient(TranscriptOptions options, MemoryDuplex duplex, MailConnection connection, Task session)
    {
        this.options = options;
        this.duplex = duplex;
        Connection = connection;
        Session = session;
    }

    /// <summary>The server's end.</summary>
    public MailConnection Connection { get; }

    /// <summary>The engine's run over this connection; faulted with what escaped from it.</summary>
    public Task Session { get; }

    /// <summary>Sends the bytes, as far as the server still takes any.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        var output = duplex.Client.Output;
        while (!bytes.IsEmpty)
        {
            var chunk = bytes[..Math.Min(bytes.Length, options.ChunkSize)];
            bytes = bytes[chunk.Length..];
            sent += chunk.Length;
            var flush = await output.WriteAsync(chunk).AsTask().WaitAsync(options.Patience);
            if (flush.IsCompleted)
                return;
        }
    }

    public Task SendLineAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line + "\r\n"));

    /// <summary>The next line without its CRLF, or null when the server has closed.</summary>
    public async Task<string?> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(options.Patience);
        while (true)
        {
            var read = await duplex.Client.Input.ReadAsync(patience.Token);
            if (TryCutLine(read.Buffer, out var line, out var rest))
            {
                duplex.Client.Input.AdvanceTo(rest);
                return line;
            }

            duplex.Client.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return read.Buffer.IsEmpty ? null : Encoding.UTF8.GetString(read.Buffer) + "<closed without CRLF>";
        }
    }

    /// <summary>The next <paramref name="count"/> bytes, fewer when the server closes before.</summary>
    public async Task<byte[]> ReadBytesAsync(int count)
    {
        using var patience = new CancellationTokenSource(options.Patience);
        var read = await duplex.Client.Input.ReadAtLeastAsync(count, patience.Token);
        var bytes = read.Buffer.Slice(0, Math.Min(count, read.Buffer.Length));
        var result = bytes.ToArray();
        duplex.Client.Input.AdvanceTo(bytes.End);
        return result;
    }

    /// <summary>Closes the client's side, as a FIN does.</summary>
    public void Close() => duplex.Client.Output.Complete();

    /// <summary>Returns once the server has seen all that was sent and waits for more.</summary>
    public async Task WhenServerWaitsAsync()
    {
        using var patience = new CancellationTokenSource(options.Patience);
        await duplex.ServerInput.WhenWaitingAsync(sent, patience.Token);
    }

    private static bool TryCutLine(ReadOnlySequence<byte> buffer, out string line, out SequencePosition rest)
    {
        var reader = new SequenceReader<byte>(buffer);
        bool found = reader.TryReadTo(out ReadOnlySequence<byte> bytes, "\r\n"u8);
        line = found ? Encoding.UTF8.GetString(bytes) : "";
        rest = reader.Position;
        return found;
    }
}
