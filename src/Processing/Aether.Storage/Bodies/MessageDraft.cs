using Aether.Mime.Scanning;
using Aether.Storage.Blobs;

namespace Aether.Storage.Bodies;

/// <summary>A message on its way in: every octet goes to a blob draft and through the one parse at once. Not thread-safe.</summary>
public sealed class MessageDraft : IAsyncDisposable
{
    private readonly BlobDraft blob;

    internal MessageDraft(BlobDraft blob, MimeLimits limits)
    {
        this.blob = blob;
        Scanner = new MessageScanner(limits);
    }

    /// <summary>Octets written so far.</summary>
    public long Size => blob.Size;

    /// <summary>What the parse has seen so far: limits passed, Received fields counted.</summary>
    public MessageScanner Scanner { get; }

    /// <summary>Takes the next octets; call <see cref="FlushAsync"/> after each network read's worth.</summary>
    public void Write(ReadOnlySpan<byte> octets)
    {
        Scanner.Append(octets);
        blob.Write(octets);
    }

    /// <summary>Lets full frames go to their segment.</summary>
    /// <exception cref="StoreUnavailableException">The disk is full or the store takes nothing at the moment.</exception>
    public ValueTask FlushAsync(CancellationToken ct) => blob.FlushAsync(ct);

    /// <summary>Ends the message: its octets are durable or travel in the operation that stores it.</summary>
    /// <exception cref="StoreUnavailableException">The disk is full or the store takes nothing at the moment.</exception>
    public async Task<StoredMessage> CompleteAsync(CancellationToken ct) => new(await blob.CompleteAsync(ct), Scanner.Complete());

    /// <summary>Gives up what was not stored.</summary>
    public ValueTask DisposeAsync()
    {
        blob.Dispose();
        return ValueTask.CompletedTask;
    }
}
