using System.Globalization;
using Aether.Storage.Durability;

namespace Aether.Storage.Blobs.S3;

/// <summary>Large blobs as objects of a bucket that all nodes share.</summary>
internal sealed class S3Blobs : ILargeBlobs
{
    private readonly ObjectServer server;
    private readonly BlobIds ids;
    private readonly IDisk disk;
    private readonly string folder;
    private long spooled;

    public S3Blobs(ObjectServer server, string prefix, BlobIds ids, (IDisk Disk, string Data) spool)
    {
        (this.server, Prefix, this.ids, disk) = (server, prefix, ids, spool.Disk);
        folder = Path.Combine(spool.Data, "spool");
        if (!Directory.Exists(folder))
            disk.CreateFolder(folder);
        foreach (string left in disk.List(folder)) // A crash between creating a file and taking its name away.
            disk.Delete(left);
    }

    public string Prefix { get; }

    public IFrameSink Begin()
    {
        try
        {
            string path = Path.Combine(folder, Interlocked.Increment(ref spooled).ToString(CultureInfo.InvariantCulture));
            var file = disk.Create(path);
            disk.Delete(path); // The octets go with the handle.
            return new ObjectSink(server, this, file);
        }
        catch (IOException e)
        {
            throw new StoreUnavailableException("A spool file can't be created.", e);
        }
    }

    public async ValueTask<bool> TryReadAsync(BlobRow blob, Frame frame, Memory<byte> stored, CancellationToken ct) =>
        await server.TryReadAsync(new ObjectKey(blob.Id, blob.Segment).NameIn(Prefix), frame.Offset, stored, ct);

    public Task DeleteAsync(ObjectKey key, CancellationToken ct) => server.DeleteAsync(key.NameIn(Prefix), ct);

    public void Dispose()
    {
        server.Dispose();
        ids.Dispose();
    }

    internal ValueTask<BlobId> TakeIdAsync(CancellationToken ct) => ids.TakeAsync(ct);
}
