using System.Buffers;
using Aether.Storage.Blobs;
using Aether.Storage.Search;

namespace Aether.Storage.Engines.Sqlite.Search;

/// <summary>The changes of the search file, inside a transaction of their caller.</summary>
internal static class SqliteSearchWriter
{
    public static long ReadCursor(SqliteConnection db)
    {
        using var query = db.Prepare("SELECT email_id FROM cursor");
        return query.Step() ? query.Long(0) : 0;
    }

    public static void Write(SqliteConnection db, IReadOnlyList<IndexedMessage> messages, long cursor)
    {
        foreach (var message in messages)
        {
            long document = NextDocument(db, message.Account);
            InsertText(db, document, message);
            InsertWords(db, document, message);
        }
        foreach (var account in messages.Select(static message => message.Account).Distinct())
            SqliteSignatureRows.BuildWhole(db, account);
        db.Prepare("UPDATE cursor SET email_id = ?").Bind(cursor).Run();
    }

    public static void Forget(SqliteConnection db, IReadOnlyList<GoneEmail> emails)
    {
        var blocks = new HashSet<long>();
        foreach (var email in emails)
        {
            long document;
            using (var delete = db.Prepare("DELETE FROM text WHERE email_id = ? RETURNING doc_id").Bind(email.Email.Value))
            {
                if (!delete.Step())
                    continue;
                document = delete.Long(0);
            }
            db.Prepare("DELETE FROM doc WHERE id = ?").Bind(document).Run();
            db.Prepare("DELETE FROM words WHERE rowid = ?").Bind(document).Run();
            blocks.Add(SqliteSignatureRows.BlockOf(document));
        }
        foreach (long block in blocks)
            SqliteSignatureRows.DropIfEmpty(db, block);
    }

    private static long NextDocument(SqliteConnection db, AccountId account)
    {
        using var next = db.Prepare("INSERT INTO account (id, docs, blocks) VALUES (?, 1, 0) ON CONFLICT (id) DO UPDATE SET docs = docs + 1 RETURNING docs - 1").Bind(account.Value);
        next.Step();
        return (account.Value << 32) | next.Long(0);
    }

    private static void InsertText(SqliteConnection db, long document, IndexedMessage message)
    {
        var octets = message.Text.Octets;
        byte[] stored = ArrayPool<byte>.Shared.Rent(FrameCompression.MaxStored(octets.Length));
        var (codec, length) = FrameCompression.Compress(octets, stored);
        db.Prepare("INSERT INTO doc (id, email_id) VALUES (?, ?)").Bind(document).Bind(message.Email.Value).Run();
        db.Prepare("INSERT INTO text (email_id, doc_id, day, cut, fields, length, codec, checksum, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .Bind(message.Email.Value).Bind(document).Bind(message.Day).Bind(message.Text.IsCut ? 1 : 0).Bind(message.Text.HeaderLength)
            .Bind(octets.Length).Bind((long)codec).Bind(FrameCompression.Checksum(stored.AsSpan(0, length))).Bind(stored.AsSpan(0, length)).Run();
        ArrayPool<byte>.Shared.Return(stored);
    }

    private static void InsertWords(SqliteConnection db, long document, IndexedMessage message)
    {
        var text = message.Text;
        var subject = new ArrayBufferWriter<byte>(256);
        var addresses = new ArrayBufferWriter<byte>(256);
        foreach (var (scope, value) in WordFields.Of(text.Octets[..text.HeaderLength]))
            WordText.Spread(value, scope is WordScope.Subject ? subject : addresses);
        var body = new ArrayBufferWriter<byte>(text.Octets.Length - text.HeaderLength + 64);
        WordText.Spread(text.Octets[text.HeaderLength..], body);
        var attached = new ArrayBufferWriter<byte>(message.Attachments.Length + 16);
        WordText.Spread(message.Attachments, attached);
        db.Prepare("INSERT INTO words (rowid, subject, addr, body, attach) VALUES (?, ?, ?, ?, ?)")
            .Bind(document).BindText(subject.WrittenSpan).BindText(addresses.WrittenSpan).BindText(body.WrittenSpan).BindText(attached.WrittenSpan).Run();
    }
}
