using Aether.Storage.Search;

namespace Aether.Storage.Engines.Sqlite.Search;

/// <summary>
/// The opened search file: one connection that writes, some that read. Everything in it was made of the store and can be
/// again, so it is synced at checkpoints only and a damaged one is deleted.
/// </summary>
internal sealed class SqliteSearchFile : IDisposable
{
    private const int Version = 3;

    private static readonly string[] Endings = ["", "-wal", "-shm", "-journal"];

    private bool isClosed;

    private SqliteSearchFile(SqliteConnection writer, SqliteReaders readers) => (Writer, Readers) = (writer, readers);

    public SqliteConnection Writer { get; }

    public SqliteReaders Readers { get; }

    /// <exception cref="SqliteFailure">It is damaged or not ours.</exception>
    public static SqliteSearchFile Open(string path, int readers, SearchShare share)
    {
        var writer = SqliteConnection.Open(new SqliteFile(path, null), SqliteAccess.Write);
        try
        {
            // Large pages: a kept text and its row fit in one.
            writer.Execute("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 1024; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY");
            long version = VersionOf(writer);
            if (version is not (0 or Version))
                throw new SqliteFailure(SqliteFailure.NotADatabase, $"{path} is of another version."); // made anew by the caller
            if (version is 0)
                Create(writer, share);
            if (ShareOf(writer) != share.ToString())
                throw new SqliteFailure(SqliteFailure.NotADatabase, $"{path} is of other accounts.");
            return new SqliteSearchFile(writer, new SqliteReaders(new SqliteFile(path, null), readers));
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    public static void Delete(string path)
    {
        foreach (string ending in Endings)
            File.Delete(path + ending);
    }

    /// <summary>May be called again: a file that can't be made anew is closed twice.</summary>
    public void Dispose()
    {
        if (isClosed)
            return;
        isClosed = true;
        Readers.Dispose();
        Writer.Dispose();
    }

    private static string ShareOf(SqliteConnection db)
    {
        using var query = db.Prepare("SELECT share FROM cursor");
        return query.Step() ? query.Text(0) : "";
    }

    private static long VersionOf(SqliteConnection db)
    {
        using var query = db.Prepare("PRAGMA user_version");
        return query.Step() ? query.Long(0) : 0;
    }

    /// <summary>
    /// <c>doc</c> numbers an account's emails in order of arrival, id = account * 2^32 + number, so that the words of one
    /// account lie in one range of ids. <c>block</c> holds the signatures of <see cref="SignatureBlock.Messages"/> documents.
    /// </summary>
    private static void Create(SqliteConnection db, SearchShare share) => db.Execute($"""
        BEGIN;
        CREATE TABLE cursor (email_id INTEGER NOT NULL, share TEXT NOT NULL);
        INSERT INTO cursor VALUES (0, '{share}');
        CREATE TABLE account (id INTEGER PRIMARY KEY, docs INTEGER NOT NULL, blocks INTEGER NOT NULL);
        CREATE TABLE doc (id INTEGER PRIMARY KEY, email_id INTEGER NOT NULL);
        CREATE TABLE text (
            email_id INTEGER PRIMARY KEY, doc_id INTEGER NOT NULL, day INTEGER NOT NULL, cut INTEGER NOT NULL, fields INTEGER NOT NULL,
            length INTEGER NOT NULL, codec INTEGER NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL);
        CREATE TABLE block (id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, emails BLOB NOT NULL, days BLOB NOT NULL, bits BLOB NOT NULL);
        CREATE VIRTUAL TABLE words USING fts5(subject, addr, body, attach, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');
        INSERT INTO words (words, rank) VALUES ('hashsize', 4194304);
        INSERT INTO words (words, rank) VALUES ('automerge', 8);
        INSERT INTO words (words, rank) VALUES ('usermerge', 8);
        PRAGMA user_version = {Version};
        COMMIT;
        """);
}
