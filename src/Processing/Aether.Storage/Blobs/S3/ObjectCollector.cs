namespace Aether.Storage.Blobs.S3;

/// <summary>
/// Removes objects that no row refers to: uploads whose message was never stored, second copies of what was there, deletions
/// that were interrupted. A listing may be old and a message on its way, so nothing younger than a day is touched.
/// </summary>
internal sealed class ObjectCollector(ObjectServer server, string prefix, IBlobReads reads, TimeProvider clock)
{
    public static readonly TimeSpan Grace = TimeSpan.FromHours(24);

    /// <returns>How many were removed.</returns>
    /// <exception cref="StoreUnavailableException">The bucket or the database can't be read now; what was done stays done.</exception>
    public async Task<int> CollectAsync(CancellationToken ct)
    {
        int removed = 0;
        string? after = null;
        while (await server.ListAsync(after, ct) is { Count: > 0 } page)
        {
            removed += await CollectAsync(page, ct);
            after = page[^1].Name;
        }

        return removed;
    }

    private async Task<int> CollectAsync(IReadOnlyList<ListedObject> page, CancellationToken ct)
    {
        var limit = clock.GetUtcNow() - Grace;
        var old = new List<ObjectKey>();
        foreach (var found in page)
        {
            // What does not look like one of ours is somebody else's.
            if (found.Modified < limit && ObjectKey.TryParse(prefix, found.Name, out var key))
                old.Add(key);
        }

        var known = await reads.FindKnownAsync(old, ct);
        int removed = 0;
        foreach (var key in old.Where(key => !known.Contains(key)))
        {
            await server.DeleteAsync(key.NameIn(prefix), ct);
            removed++;
        }

        return removed;
    }
}
