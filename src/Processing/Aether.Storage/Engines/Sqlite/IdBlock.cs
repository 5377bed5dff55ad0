namespace Aether.Storage.Engines.Sqlite;

/// <summary>
/// Ids that are never used twice, not even after the highest row was deleted: taken from a durable counter a block at a
/// time, so that a message costs no further row. A restart leaves the rest of a block unused.
/// </summary>
internal sealed class IdBlock(SqliteConnection connection, string name)
{
    private const long Size = 10_000;

    private long next;
    private long end;

    public long Take()
    {
        if (next == end)
        {
            using var reserve = connection.Prepare("UPDATE counter SET next = next + ? WHERE name = ? RETURNING next").Bind(Size).Bind(name);
            reserve.Step();
            end = reserve.Long(0);
            next = end - Size;
        }
        return next++;
    }

    /// <summary>The transaction was taken back, and perhaps the reservation with it.</summary>
    public void Forget() => next = end = 0;
}
