namespace Aether.Storage.Engines.Sqlite;

/// <summary>
/// The write-ahead log, folded back into the database file whenever it has grown by so many pages, as far as the oldest reader
/// lets it. Where a reader stayed long (a backup) and left much to copy, that is done beside the writer, which only does the rest.
/// </summary>
/// <remarks>Called by whoever writes.</remarks>
internal sealed class SqliteLog(SqliteConnection writer, SqliteFile file, StoreOptions options) : IDisposable
{
    /// <summary>More pages than this are so many that callers would wait too long for them to be copied.</summary>
    private readonly int much = 2 * options.LogPages;

    private int written;
    private int left; // by the last fold
    private Thread? aside;
    private Exception? failure;

    /// <summary>It is time to <see cref="Fold()"/> it.</summary>
    public bool IsLong => written >= options.LogPages && aside is not { IsAlive: true };

    /// <summary>The last commit wrote pages.</summary>
    public void Written(int pages) => written += pages;

    /// <summary>Folds it, or begins to.</summary>
    /// <exception cref="SqliteFailure">A sync failed: nobody knows what is on disk.</exception>
    public void Fold()
    {
        Dispose();
        if (left > much)
        {
            aside = new Thread(FoldAside) { Name = "aether-log", IsBackground = true };
            aside.Start();
        }
        else
        {
            left = Fold(writer);
        }
        written = left == 0 ? 0 : options.LogPages * 3 / 4;
    }

    /// <exception cref="SqliteFailure">A sync failed: the database must not be closed as if all were well.</exception>
    public void Dispose()
    {
        aside?.Join();
        if (failure is not null)
            throw failure;
    }

    private void FoldAside()
    {
        try
        {
            using var db = SqliteConnection.Open(file, SqliteAccess.Write);
            left = Fold(db);
        }
        catch (Exception e) // The committing thread throws it.
        {
            failure = e;
        }
    }

    /// <returns>Pages that a reader still needs in the log.</returns>
    private static int Fold(SqliteConnection db)
    {
        try
        {
            using var fold = db.Prepare("PRAGMA wal_checkpoint(PASSIVE)");
            fold.Step();
            return Math.Max(0, fold.Int(1) - fold.Int(2)); // -1, -1 while another connection folds
        }
        catch (SqliteFailure failure) when (failure.Primary == SqliteFailure.Full)
        {
            // The database file can't grow. What is committed is in the log; another commit tries again.
            return 1;
        }
    }
}
