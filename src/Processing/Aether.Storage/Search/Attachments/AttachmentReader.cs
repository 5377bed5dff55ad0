using System.Buffers;
using Aether.Mime.Structure;
using Aether.Mime.Text;
using Aether.Storage.Blobs;

namespace Aether.Storage.Search.Attachments;

/// <summary>
/// Finds attachments whose text can be read, by their first octets, and reads it: PDF, Office Open XML, OpenDocument. Text and HTML
/// attachments are parts like others (<see cref="MessageTextReader"/>). One at a time, on a thread of its own; one that takes too
/// long is left behind, and nothing else is read until it has ended.
/// </summary>
internal sealed class AttachmentReader(AttachmentLimits limits, TimeProvider clock)
{
    private const int Chunk = 48 * 1024;
    private const int StackSize = 16 << 20;

    /// <summary>How long the caller waits beyond the time in which a reader should have noticed that it is up.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private Task unfinished = Task.CompletedTask;

    /// <summary>The text of all attachments of a message, with spaces between.</summary>
    /// <exception cref="CorruptBlobException">Octets of it are damaged.</exception>
    public async ValueTask<string> ReadAsync(ReadOnlyMemory<byte> packedParts, BodyReader body, CancellationToken ct)
    {
        if (!PartIndex.TryRead(packedParts.Span, body.Prefix.Length, out var parts))
            return string.Empty;
        var all = new System.Text.StringBuilder();
        foreach (var part in parts.Entries.ToArray().Where(IsCandidate))
        {
            if (all.Length >= limits.MaxText || !unfinished.IsCompleted)
                break;
            if (await DecodeAsync(part, body, ct) is { } octets)
                all.Append(await ExtractAsync(octets, limits.MaxText - all.Length, ct)).Append(' ');
        }

        return all.ToString();
    }

    /// <summary>Base64 takes four octets for three.</summary>
    private bool IsCandidate(PartEntry part) => part.Kind is PartKind.Other && part.BodyLength is > 64 && part.BodyLength <= limits.MaxOctets * 3L / 2;

    /// <returns>Null: it is nothing that can be read here, or too large.</returns>
    private async ValueTask<byte[]?> DecodeAsync(PartEntry part, BodyReader body, CancellationToken ct)
    {
        var decoder = new TransferDecoder(part.Encoding);
        var decoded = new ArrayBufferWriter<byte>(Chunk);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            for (long at = part.BodyStart; at < part.BodyEnd;)
            {
                int count = await body.ReadAsync(at, buffer.AsMemory(0, (int)Math.Min(Chunk, part.BodyEnd - at)), ct);
                if (count is 0)
                    return null;
                bool isFirst = at == part.BodyStart;
                at += count;
                decoded.Write(decoder.Decode(buffer.AsSpan(0, count)));
                if ((isFirst && !IsKnown(decoded.WrittenSpan)) || decoded.WrittenCount > limits.MaxOctets)
                    return null;
            }

            return decoded.WrittenSpan.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsKnown(ReadOnlySpan<byte> octets) => octets.StartsWith(PdfText.Magic) || octets.StartsWith(OfficeText.Magic);

    private async ValueTask<string> ExtractAsync(byte[] octets, int maxText, CancellationToken ct)
    {
        var text = new AttachmentText(maxText, clock, limits.Time);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Run(octets, text, done), StackSize) { IsBackground = true, Name = "aether-attachment", Priority = ThreadPriority.BelowNormal };
        thread.Start();
        // The process's time, whatever the store's clock says: it is about a computation.
        if (await Task.WhenAny(done.Task, Task.Delay(limits.Time + Grace, TimeProvider.System, ct)) == done.Task)
            return text.ToString();
        unfinished = done.Task;
        ct.ThrowIfCancellationRequested();
        return string.Empty;
    }

    private void Run(byte[] octets, AttachmentText text, TaskCompletionSource done)
    {
        try
        {
            if (octets.AsSpan().StartsWith(PdfText.Magic))
                PdfText.Read(octets, limits, text);
            else
                OfficeText.Read(octets, limits, text);
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            // A stranger's document in a library's hands: what was read so far is found, the rest is not, and the mail is there all the same.
        }
        finally
        {
            done.SetResult();
        }
    }
}
