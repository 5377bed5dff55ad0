using System.Security.Cryptography;
using Aether.Storage.Durability;

namespace Aether.Storage.Blobs.S3;

/// <summary>
/// Frames on their way into one object. They wait in a file without a name; whenever a part's worth has come it is sent,
/// while the message still arrives. The object is named after an id that the blob's row gets later: blob before row.
/// </summary>
internal sealed class ObjectSink(ObjectServer server, S3Blobs blobs, IDiskFile spool) : IFrameSink
{
    /// <summary>The least that S3 takes as a part is 5 MiB.</summary>
    public const int PartSize = 8 << 20;

    // S3 checks uploads by MD5: Content-MD5, RFC 1864. It guards against accidents, not against anybody.
#pragma warning disable CA5351
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
    private readonly List<string> tags = [];
    private ObjectKey? key;
    private string? upload;
    private long sent;
    private long end;
    private bool isComplete;

    public long Write(FrameCodec codec, int length, ReadOnlySpan<byte> stored, uint checksum)
    {
        long at = end;
        spool.Write(stored, at);
        hash.AppendData(stored);
        end += stored.Length;
        return at;
    }

    public async ValueTask FlushAsync(CancellationToken ct)
    {
        if (end - sent >= PartSize)
            await SendPartAsync(ct);
    }

    public async Task<FramesPlace> CompleteAsync(CancellationToken ct)
    {
        var name = await NameAsync(ct);
        if (upload is null)
        {
            await server.PutAsync(name, () => new SpoolStream(spool, 0, end), hash.GetHashAndReset(), ct);
        }
        else
        {
            if (end > sent)
                await SendPartAsync(ct);
            await server.EndAsync(name, upload, tags, ct);
        }

        isComplete = true;
        return new FramesPlace(BlobPlace.Object, key!.Value.Upload, key.Value.Blob);
    }

    public void Dispose()
    {
        hash.Dispose();
        spool.Dispose();
        if (upload is not null && !isComplete)
            _ = server.AbandonAsync(key!.Value.NameIn(blobs.Prefix), upload);
    }

    private async Task SendPartAsync(CancellationToken ct)
    {
        var name = await NameAsync(ct);
        upload ??= await server.BeginAsync(name, ct);
        var (from, to) = (sent, end);
        tags.Add(await server.PutPartAsync(new ObjectPart(name, upload, tags.Count + 1), () => new SpoolStream(spool, from, to), hash.GetHashAndReset(), ct));
        sent = to;
    }

    private async ValueTask<string> NameAsync(CancellationToken ct)
    {
        key ??= ObjectKey.New(await blobs.TakeIdAsync(ct));
        return key.Value.NameIn(blobs.Prefix);
    }
}
