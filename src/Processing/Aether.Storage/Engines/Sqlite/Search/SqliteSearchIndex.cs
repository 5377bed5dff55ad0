using Aether.Storage.Search;

namespace Aether.Storage.Engines.Sqlite.Search;

/// <summary>An index in a file of this node. When that is damaged it is made anew; until it is through, it merely knows less.</summary>
internal sealed class SqliteSearchIndex : ISearchIndex
{
    private readonly string path;
    private readonly int readers;
    private readonly Lock writing = new();
    private bool closed;
    private volatile SqliteSearchFile file;
    private volatile bool damaged;

    private SqliteSearchIndex(string path, int readers, SearchShare share, SqliteSearchFile file) => (this.path, this.readers, Share, this.file) = (path, readers, share, file);

    public SearchPlace Place => SearchPlace.File;

    public SearchShare Share { get; }

    /// <summary>The file is this process's own.</summary>
    public ValueTask<bool> TryLeadAsync(CancellationToken ct) => ValueTask.FromResult(true);

    public ValueTask<long> ReadCursorAsync(CancellationToken ct)
    {
        lock (writing)
        {
            ThrowIfClosed();
            if (damaged)
                Recreate();
            return ValueTask.FromResult(SqliteSearchWriter.ReadCursor(file.Writer));
        }
    }

    /// <param name="newest">No email of the store has a higher id; an index that knows one belongs to another store.</param>
    /// <exception cref="StoreOpenException">It can't be made anew either.</exception>
    public static SqliteSearchIndex Open(string path, int readers, SearchShare share, long newest)
    {
        SqliteSearchFile? file = null;
        try
        {
            file = SqliteSearchFile.Open(path, readers, share);
            if (SqliteSearchWriter.ReadCursor(file.Writer) <= newest)
                return new SqliteSearchIndex(path, readers, share, file);
        }
        catch (SqliteFailure failure) when (IsDamage(failure))
        {
            // Made anew below.
        }
        file?.Dispose();
        SqliteSearchFile.Delete(path);
        try
        {
            return new SqliteSearchIndex(path, readers, share, SqliteSearchFile.Open(path, readers, share));
        }
        catch (SqliteFailure failure)
        {
            throw new StoreOpenException(StoreOpenFailure.NoAccess, $"{path} can't be opened: {failure.Message}", failure);
        }
    }

    public async ValueTask<SearchSieve> SiftAsync(AccountId account, FoldedKeys keys, EmailId first, EmailId last, CancellationToken ct)
    {
        try
        {
            return await file.Readers.ReadAsync((account, keys, first, last), static (db, ask) => SqliteSearchReads.Sift(db, ask.account, ask.keys, ask.first, ask.last), ct);
        }
        catch (Exception failure) when (IsOurs(failure))
        {
            return new SearchSieve(keys.Count);
        }
    }

    public async ValueTask VisitAsync(AccountId account, ReadOnlyMemory<EmailId> emails, SidecarVisitor visit, CancellationToken ct)
    {
        try
        {
            await file.Readers.ReadAsync((emails, visit), static (db, ask) => SqliteSearchReads.Visit(db, ask.emails.Span, ask.visit), ct);
        }
        catch (Exception failure) when (IsOurs(failure))
        {
            // Whatever was not shown is read from the messages.
        }
    }

    public async ValueTask<IReadOnlyList<WordMatch>> FindWordsAsync(AccountId account, WordScope scope, IReadOnlyList<string> words, CancellationToken ct)
    {
        try
        {
            return await file.Readers.ReadAsync((account, scope, words), static (db, ask) => SqliteSearchReads.FindWords(db, ask.account, ask.scope, ask.words), ct);
        }
        catch (Exception failure) when (IsOurs(failure))
        {
            return [];
        }
    }

    public ValueTask WriteAsync(IReadOnlyList<IndexedMessage> messages, long from, long cursor, CancellationToken ct)
    {
        Run(db =>
        {
            // It may have been made anew meanwhile.
            if (SqliteSearchWriter.ReadCursor(db) == from)
                SqliteSearchWriter.Write(db, messages, cursor);
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask ForgetAsync(IReadOnlyList<GoneEmail> emails, CancellationToken ct)
    {
        Run(db => SqliteSearchWriter.Forget(db, emails));
        return ValueTask.CompletedTask;
    }

    public void Rest()
    {
        lock (writing)
        {
            if (closed || damaged)
                return;
            file.Readers.CloseIdle();
            file.Writer.ReleasePages();
        }
    }

    public ValueTask RebuildAsync(CancellationToken ct)
    {
        lock (writing)
        {
            ThrowIfClosed();
            Recreate();
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits for the batch under way, so that it may still be running when the store closes.</summary>
    public ValueTask DisposeAsync()
    {
        lock (writing)
        {
            closed = true;
            file.Dispose();
        }
        return ValueTask.CompletedTask;
    }

    private void Run(Action<SqliteConnection> change)
    {
        lock (writing)
        {
            ThrowIfClosed();
            RunOpen(change);
        }
    }

    private void RunOpen(Action<SqliteConnection> change)
    {
        var db = file.Writer;
        try
        {
            db.Run("BEGIN IMMEDIATE");
            change(db);
            db.Run("COMMIT");
        }
        catch (SqliteFailure failure)
        {
            if (db.InTransaction)
                db.Run("ROLLBACK");
            // The mail is safe without the index: its failures are put off, never the end of the process.
            if (!IsDamage(failure))
                throw new StoreUnavailableException($"The search index can't be written: {failure.Message}", failure);
            Recreate();
            throw new StoreUnavailableException($"The search index was damaged and is made anew: {failure.Message}", failure);
        }
    }

    private void ThrowIfClosed()
    {
        if (closed)
            throw new StoreUnavailableException("The store is closing.");
    }

    private void Recreate()
    {
        file.Dispose();
        SqliteSearchFile.Delete(path);
        try
        {
            file = SqliteSearchFile.Open(path, readers, Share);
            damaged = false;
        }
        catch (SqliteFailure failure)
        {
            damaged = true;
            throw new StoreUnavailableException($"The search index can't be made anew: {failure.Message}", failure);
        }
    }

    /// <summary>A failure of the index, which a search does without; noted where it means damage. It may also have been made anew under a reader.</summary>
    private bool IsOurs(Exception failure)
    {
        var ours = failure as SqliteFailure ?? failure.InnerException as SqliteFailure; // readers say it in their own words
        if (ours is not null && IsDamage(ours))
            damaged = true;
        return ours is not null || failure is ObjectDisposedException;
    }

    /// <summary>SQLITE_ERROR too: a table that should be there is not.</summary>
    private static bool IsDamage(SqliteFailure failure) => failure.Primary is SqliteFailure.Corrupt or SqliteFailure.NotADatabase or SqliteFailure.Error;
}
