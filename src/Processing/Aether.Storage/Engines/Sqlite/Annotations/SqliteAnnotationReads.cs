using Aether.Storage.Annotations;

namespace Aether.Storage.Engines.Sqlite.Annotations;

/// <summary>The queries on annotations of messages on SQLite.</summary>
internal sealed class SqliteAnnotationReads(SqliteReaders readers) : IAnnotationReads
{
    private const string Columns = "SELECT uid, name, reader_id, value, modseq FROM annotation WHERE account_id = ? AND mailbox_id = ? AND uid = ?";

    public ValueTask<IReadOnlyList<Uid>> MessagesAsync(AccountId account, MailboxId mailbox, (Uid First, Uid Last) range, AccountId reader, ModSeq after, CancellationToken ct) =>
        readers.ReadAsync((account, mailbox, range, reader, after), static (db, key) =>
        {
            using var list = db.Prepare("SELECT DISTINCT uid FROM annotation WHERE account_id = ? AND mailbox_id = ? AND uid BETWEEN ? AND ? AND name LIKE '/%' AND reader_id IN (0, ?) AND modseq > ? ORDER BY uid")
                .Bind(key.account.Value).Bind(key.mailbox.Value).Bind(key.range.First.Value).Bind(key.range.Last.Value).Bind(key.reader.Value).Bind(key.after.Value);
            return (IReadOnlyList<Uid>)Uids(list);
        }, ct);

    public ValueTask<IReadOnlyList<MessageAnnotation>> ListAsync(AccountId account, MailboxId mailbox, Uid uid, AccountId reader, CancellationToken ct) =>
        readers.ReadAsync((account, mailbox, uid, reader), static (db, key) =>
        {
            using var list = db.Prepare($"{Columns} AND name LIKE '/%' AND reader_id IN (0, ?) ORDER BY name, reader_id")
                .Bind(key.account.Value).Bind(key.mailbox.Value).Bind(key.uid.Value).Bind(key.reader.Value);
            return (IReadOnlyList<MessageAnnotation>)Read(list);
        }, ct);

    public ValueTask<IReadOnlyList<MessageAnnotation>> AllAsync(AccountId account, MailboxId mailbox, Uid uid, CancellationToken ct) =>
        readers.ReadAsync((account, mailbox, uid), static (db, key) =>
        {
            using var list = db.Prepare($"{Columns} ORDER BY name, reader_id").Bind(key.account.Value).Bind(key.mailbox.Value).Bind(key.uid.Value);
            return (IReadOnlyList<MessageAnnotation>)Read(list);
        }, ct);

    public ValueTask<IReadOnlyList<Uid>> MessagesOfAllAsync(AccountId account, MailboxId mailbox, CancellationToken ct) =>
        readers.ReadAsync((account, mailbox), static (db, key) =>
        {
            using var list = db.Prepare("SELECT DISTINCT uid FROM annotation WHERE account_id = ? AND mailbox_id = ? ORDER BY uid").Bind(key.account.Value).Bind(key.mailbox.Value);
            return (IReadOnlyList<Uid>)Uids(list);
        }, ct);

    public ValueTask<IReadOnlyList<MessageAnnotation>> NamedAsync(AccountId account, MailboxId mailbox, string name, CancellationToken ct) =>
        readers.ReadAsync((account, mailbox, name), static (db, key) =>
        {
            using var list = db.Prepare("SELECT uid, name, reader_id, value, modseq FROM annotation WHERE account_id = ? AND mailbox_id = ? AND reader_id = 0 AND name = ? ORDER BY uid")
                .Bind(key.account.Value).Bind(key.mailbox.Value).Bind(key.name);
            return (IReadOnlyList<MessageAnnotation>)Read(list);
        }, ct);

    private static List<MessageAnnotation> Read(SqliteStatement list)
    {
        var all = new List<MessageAnnotation>();
        while (list.Step())
            all.Add(new MessageAnnotation(new Uid((uint)list.Long(0)), list.Text(1), list.Long(2) is 0 ? null : new AccountId(list.Long(2)), list.Bytes(3), new ModSeq(list.Long(4))));
        return all;
    }

    private static List<Uid> Uids(SqliteStatement list)
    {
        var uids = new List<Uid>();
        while (list.Step())
            uids.Add(new Uid((uint)list.Long(0)));
        return uids;
    }
}
