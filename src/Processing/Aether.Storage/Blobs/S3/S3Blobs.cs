using System.Globalization;
using Aether.Storage.Durability;
using Microsoft.Extensions.Logging;

namespace Aether.Storage.Blobs.S3;

/// <summary>Large blobs as objects of a bucket that all nodes share.</summary>
internal sealed partial class S3Blobs : ILargeBlobs
{
    /// <summary>For one request.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ObjectServer server;
    private readonly BlobIds ids;
    private readonly IDisk disk;
    private readonly string folder;
    private long spooled;

    /// <returns>Null where bodies are kept under the data folder.</returns>
    /// <exception cref="StoreOpenException">The address is none.</exception>
    public static S3Blobs? Open(StoreContext context, BlobIds ids, string data)
    {
        if (context.Options.BlobsUrl == "local:")
            return null;
        var address = S3Address.Parse(context.Options.BlobsUrl) ?? throw new StoreOpenException(
            StoreOpenFailure.NoAccess, "blobs.url is neither local: nor s3://[key:secret@]bucket[/prefix]?endpoint=https://host[&region=name][&pathStyle=false].");
        var server = new ObjectServer(address, Patience, TimeProvider.System); // Sockets live in real time, whatever the store believes.
        _ = GreetAsync(server, address, context.Logger);
        return new S3Blobs(server, address.Prefix, ids, (context.Disk, data));
    }

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

    public ObjectCollector NewCollector(IBlobReads reads, TimeProvider clock) => new(server, Prefix, reads, clock);

    public Task DeleteAsync(ObjectKey key, CancellationToken ct) => server.DeleteAsync(key.NameIn(Prefix), ct);

    public void Dispose()
    {
        server.Dispose();
        ids.Dispose();
    }

    internal ValueTask<BlobId> TakeIdAsync(CancellationToken ct) => ids.TakeAsync(ct);

    /// <summary>A bucket that can't be used now may be usable later: the store opens without it, and says so.</summary>
    private static async Task GreetAsync(ObjectServer server, S3Address address, ILogger logger)
    {
        try
        {
            await server.OpenAsync(CancellationToken.None);
        }
        catch (StoreUnavailableException reason)
        {
            LogUnusable(logger, address, reason.Message);
        }
    }

    [LoggerMessage(1122, LogLevel.Error, "{Address} can't be used: {Reason}. Large messages are put off until it can")]
    private static partial void LogUnusable(ILogger logger, S3Address address, string reason);
}
