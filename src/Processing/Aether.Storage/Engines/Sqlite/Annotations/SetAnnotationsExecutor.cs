using Aether.Storage.Annotations;
using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Sqlite.Annotations;

/// <summary>Inserts, replaces and deletes annotations of messages, and counts their mod-sequence up.</summary>
internal sealed class SetAnnotationsExecutor : SqliteExecutor<SetAnnotations, AnnotationResult>
{
    protected override AnnotationResult Execute(SqliteWrite db, SetAnnotations op)
    {
        var rows = MessageRows.Read(db, op.Account, op.Mailbox, op.Uids);
        var modified = op.UnchangedSince is { } since ? rows.Where(row => row.ModSeq > since).Select(static row => row.Uid).ToList() : [];
        if (op.UnchangedSince is { } last)
            rows = rows.Only(row => row.ModSeq <= last);
        if (rows.Count is 0)
            return new AnnotationResult(MailboxStatus.Done, [], modified);
        if (rows.Any(row => HasTooMany(db, op, row.Uid)))
            return AnnotationResult.Refused(MailboxStatus.TooMany);

        var modSeq = db.NextModSeq(op.Account);
        foreach (var row in rows)
        {
            foreach (var change in op.Changes)
                Apply(db, op, row.Uid, change, modSeq);
        }

        MessageRows.Touch(db, op.Account, op.Mailbox, rows.Ranges, modSeq);
        db.Changed(op.Account, op.Mailbox, modSeq, ChangeKind.Changed, rows.Ids());
        return new AnnotationResult(MailboxStatus.Done, [.. rows.Select(row => (row.Uid, modSeq))], modified);
    }

    private static bool HasTooMany(SqliteWrite db, SetAnnotations op, Uid uid)
    {
        foreach (var changes in op.Changes.GroupBy(static change => change.Reader?.Value ?? 0))
        {
            var names = Names(db, op, uid, changes.Key);
            names.UnionWith(changes.Where(static change => change.Value is not null).Select(static change => change.Name));
            names.ExceptWith(changes.Where(static change => change.Value is null).Select(static change => change.Name));
            if (names.Count > op.MaxEntries)
                return true;
        }

        return false;
    }

    private static HashSet<string> Names(SqliteWrite db, SetAnnotations op, Uid uid, long reader)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var list = db.Prepare("SELECT name FROM annotation WHERE account_id = ? AND mailbox_id = ? AND uid = ? AND reader_id = ?")
            .Bind(op.Account.Value).Bind(op.Mailbox.Value).Bind(uid.Value).Bind(reader);
        while (list.Step())
            names.Add(list.Text(0));
        return names;
    }

    private static void Apply(SqliteWrite db, SetAnnotations op, Uid uid, MetadataChange change, ModSeq modSeq)
    {
        if (change.Value is { } value)
        {
            db.Prepare("""
                INSERT INTO annotation (account_id, mailbox_id, uid, reader_id, name, value, modseq) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (account_id, mailbox_id, uid, reader_id, name) DO UPDATE SET value = excluded.value, modseq = excluded.modseq
                """).Bind(op.Account.Value).Bind(op.Mailbox.Value).Bind(uid.Value).Bind(change.Reader?.Value ?? 0).Bind(change.Name).Bind(value.Span).Bind(modSeq.Value).Run();
        }
        else
        {
            db.Prepare("DELETE FROM annotation WHERE account_id = ? AND mailbox_id = ? AND uid = ? AND reader_id = ? AND name = ?")
                .Bind(op.Account.Value).Bind(op.Mailbox.Value).Bind(uid.Value).Bind(change.Reader?.Value ?? 0).Bind(change.Name).Run();
        }
    }
}
