using System.Buffers;
using Aether.Mime.Scanning;
using Aether.Storage.Blobs;
using Aether.Storage.Damage;

namespace Aether.Storage.Bodies;

/// <summary>The octets of messages: drafts in, ranges out.</summary>
public sealed class BodyStore
{
    private readonly LargeBlobs large;
    private readonly IBlobReads reads;
    private readonly MimeLimits limits;
    private readonly DamageReports damage;
    private readonly CheckedBlobs hashed = new();

    internal BodyStore(LargeBlobs large, IBlobReads reads, MimeLimits limits, DamageReports damage)
    {
        this.large = large;
        this.reads = reads;
        this.limits = limits;
        this.damage = damage;
    }

    /// <summary>Begins a message.</summary>
    public MessageDraft NewDraft() => new(new BlobDraft(large), limits);

    /// <summary>A message again whose blob is already here (a queue row that turns out to be local): its parse is done once more.</summary>
    /// <exception cref="CorruptBlobException">Its octets are damaged or gone.</exception>
    public async Task<StoredMessage> ReopenAsync(BlobId blob, CancellationToken ct)
    {
        using var body = await OpenAsync(blob, ReadOnlyMemory<byte>.Empty, ct);
        var scanner = new MessageScanner(limits);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        for (long at = 0; at < body.Size;)
        {
            int read = await body.ReadAsync(at, buffer, ct);
            scanner.Append(buffer.AsSpan(0, read));
            at += read;
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return new StoredMessage(StoredBody.OfBlob(blob, body.Size), scanner.Complete());
    }

    /// <summary>Opens the octets of a message whose draft is complete, before it is stored; the caller's to dispose.</summary>
    public BodyReader Open(StoredMessage message)
    {
        var body = message.Body;
        return new BodyReader(large, new BlobRow(body.Reserved ?? default, body.Size, body.Place, body.Segment, FrameTable.Unpack(body.Frames), body.Inline), default, damage);
    }

    /// <summary>
    /// The rows of several blobs by one question, for <see cref="OpenAsync(BlobId, ReadOnlyMemory{byte}, IReadOnlyDictionary{BlobId, BlobRow}, CancellationToken)"/>;
    /// what is stored with them is in memory, up to 32 KiB each.
    /// </summary>
    internal async ValueTask<IReadOnlyDictionary<BlobId, BlobRow>> LookUpAsync(IReadOnlyList<BlobId> blobs, CancellationToken ct) =>
        (await reads.ListAsync([.. blobs.Distinct()], ct)).ToDictionary(static row => row.Id);

    /// <summary>Opens what was looked up, and looks up what was not.</summary>
    /// <exception cref="CorruptBlobException">There is no such blob.</exception>
    internal ValueTask<BodyReader> OpenAsync(BlobId blob, ReadOnlyMemory<byte> prefix, IReadOnlyDictionary<BlobId, BlobRow> known, CancellationToken ct) =>
        known.TryGetValue(blob, out var row) && row.Place is BlobPlace.Inline // what lies in a segment may have been moved since
            ? ValueTask.FromResult(new BodyReader(large, row, prefix, damage, hashed))
            : OpenAsync(blob, prefix, ct);

    /// <summary>Opens <paramref name="prefix"/> and the blob behind it as one sequence of octets.</summary>
    /// <exception cref="CorruptBlobException">There is no such blob.</exception>
    internal async ValueTask<BodyReader> OpenAsync(BlobId blob, ReadOnlyMemory<byte> prefix, CancellationToken ct)
    {
        try
        {
            return new BodyReader(large, await reads.FindAsync(blob, ct) ?? throw new CorruptBlobException(blob, "it is missing"), prefix, damage, hashed);
        }
        catch (CorruptBlobException found)
        {
            damage.Tell($"blob {blob}", found.Message);
            throw;
        }
    }
}
