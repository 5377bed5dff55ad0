using System.Buffers;
using Aether.Storage.Blobs;
using Aether.Storage.Committing;
using Aether.Storage.Damage;

namespace Aether.Storage.Upkeep;

/// <summary>
/// Gives the disk back what segments hold in vain. What is left of one that is mostly dead is copied to the open segment and
/// synced; then the rows are switched in one commit; the old file goes at a later sweep, when its last reader has gone.
/// </summary>
internal sealed class SegmentCompactor(ICommitter committer, ISegmentReads reads, SegmentFiles segments, DamageReports damage)
{
    private const int MostBlobs = 200;
    private const long MostOctets = 16 << 20;

    /// <summary>Segments with a damaged blob, which stays where it is for a salvage.</summary>
    private readonly HashSet<int> kept = [];

    public async Task RunAsync(CancellationToken ct)
    {
        var rows = (await reads.ListAsync(ct)).ToDictionary(row => row.Number);
        foreach (int number in segments.ListClosed())
        {
            var row = rows.GetValueOrDefault(number, new SegmentRow(number, 0, 0, SegmentState.InUse));
            if (row.State is not SegmentState.InUse)
                await RemoveAsync(number, ct);
            else if (row.Dead * 2 > row.Bytes || row.Bytes == 0)
                await EmptyAsync(row, ct);
        }
    }

    private async Task RemoveAsync(int number, CancellationToken ct)
    {
        if (segments.TryRemove(number))
            await committer.RunAsync(new ForgetSegment(number), ct);
    }

    private async Task EmptyAsync(SegmentRow row, CancellationToken ct)
    {
        if (kept.Contains(row.Number))
            return;
        if (row.Dead < row.Bytes)
        {
            var piece = new List<BlobRow>();
            long octets = 0;
            foreach (var blob in await reads.ListBlobsAsync(row.Number, ct))
            {
                piece.Add(blob);
                octets += blob.Frames.Sum(frame => (long)frame.Stored);
                if (piece.Count < MostBlobs && octets < MostOctets)
                    continue;
                await MoveAsync(row.Number, piece, ct);
                piece.Clear();
                octets = 0;
            }
            if (piece.Count > 0)
                await MoveAsync(row.Number, piece, ct);
        }
        if (!kept.Contains(row.Number))
            await committer.RunAsync(new CloseSegment(row.Number), ct);
    }

    private async Task MoveAsync(int from, List<BlobRow> blobs, CancellationToken ct)
    {
        var target = segments.Open();
        try
        {
            var moved = new List<MovedBlob>(blobs.Count);
            foreach (var blob in blobs)
            {
                if (TryCopy(blob, target) is { } copy)
                    moved.Add(copy);
                else
                    kept.Add(from);
            }
            await target.SyncAsync();
            await committer.RunAsync(new MoveBlobs(from, target.Number, moved), ct);
        }
        catch (IOException e) when (e is not StoreUnavailableException)
        {
            throw new StoreUnavailableException("A segment could not be copied.", e);
        }
        finally
        {
            target.Release();
        }
    }

    /// <returns>Null: it is damaged.</returns>
    private MovedBlob? TryCopy(BlobRow blob, SegmentFile target)
    {
        var frames = new List<Frame>(blob.Frames.Length);
        foreach (var frame in blob.Frames)
        {
            byte[] stored = ArrayPool<byte>.Shared.Rent(frame.Stored);
            try
            {
                var octets = stored.AsSpan(0, frame.Stored);
                if (!segments.TryRead(blob.Segment, frame.Offset, octets) || FrameCompression.Checksum(octets) != frame.Checksum)
                {
                    damage.Tell($"blob {blob.Id}", "found while its segment was to be emptied");
                    return null;
                }
                frames.Add(frame with { Offset = target.Write(frame.Codec, frame.Length, octets, frame.Checksum) });
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(stored);
            }
        }
        return new MovedBlob(blob.Id, FrameTable.Pack(frames), frames.Sum(frame => (long)frame.Stored));
    }
}
