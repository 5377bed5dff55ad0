using Aether.Storage.Messages;
using Aether.Storage.Search;

namespace Aether.Storage.Engines.Sqlite.Search;

/// <summary>
/// What the index follows on SQLite: email ids are handed out by the one writer in order of commit and never twice
/// (docs/decisions/0005), so the highest id taken in is the cursor.
/// </summary>
internal sealed class SqliteSearchSource(SqliteReaders readers) : ISearchSource
{
    /// <remarks>The embedded store has one node: its index takes in every account.</remarks>
    public ValueTask<SearchPortion> NextAsync(long cursor, int most, SearchShare share, CancellationToken ct) => readers.ReadAsync((cursor, most), static (db, ask) =>
    {
        var emails = new List<(AccountId, EmailRow)>();
        using var list = db.Prepare("SELECT id, account_id, blob_id, blob_size, prefix, envelope, parts FROM email WHERE id > ? ORDER BY id LIMIT ?").Bind(ask.cursor).Bind(ask.most);
        while (list.Step())
        {
            var row = new EmailRow(new EmailId(list.Long(0)), new BlobId(list.Long(2)), list.Long(3), list.Bytes(4), list.Bytes(5), ReadOnlyMemory<byte>.Empty, list.Bytes(6));
            emails.Add((new AccountId(list.Long(1)), row));
        }
        return new SearchPortion(emails, emails.Count is 0 ? ask.cursor : emails[^1].Item2.Id.Value);
    }, ct);

    public ValueTask<long> NewestAsync(CancellationToken ct) => readers.ReadAsync(0, static (db, _) =>
    {
        using var find = db.Prepare("SELECT coalesce(max(id), 0) FROM email");
        return find.Step() ? find.Long(0) : 0;
    }, ct);

    public ValueTask<bool> HasUnsettledAsync(long cursor, CancellationToken ct) => ValueTask.FromResult(false);

    public ValueTask<IReadOnlyList<GoneEmail>> GoneAsync(int most, CancellationToken ct) => readers.ReadAsync(most, static (db, most) =>
    {
        var gone = new List<GoneEmail>();
        using var list = db.Prepare("SELECT email_id FROM search_gone LIMIT ?").Bind(most);
        while (list.Step())
            gone.Add(new GoneEmail(new EmailId(list.Long(0)), null));
        return (IReadOnlyList<GoneEmail>)gone;
    }, ct);
}
