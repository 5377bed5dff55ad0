using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>
/// Where emails are. The row of an email says where it came in and is never written again, for it is wide: once the email is
/// copied, moved or expunged, a row of <c>place</c> says it in its stead, some two hundred of which share a page (docs/decisions/0021).
/// </summary>
internal static class PlaceRows
{
    /// <summary>An expression: the packed places of an email <c>e</c>.</summary>
    public const string Packed = "coalesce((SELECT p.places FROM place p WHERE p.email_id = e.id), e.places)";

    /// <summary>The copies of neighbours are further places of their emails.</summary>
    public static void Add(SqliteWrite db, AccountId account, MailboxId source, MailboxId target, IReadOnlyList<CopiedRun> runs)
    {
        foreach (var part in runs.SelectMany(Parts))
        {
            int count = (int)(part.Last - part.First) + 1;
            byte[] added = Places.PackRun(target, new Uid(part.Target), count);
            db.Prepare("""
                INSERT INTO place (email_id, places)
                SELECT e.id, CAST(e.places || substr(?5, 1 + (m.uid - ?3) * ?6, ?6) AS BLOB) FROM message m CROSS JOIN email e ON e.account_id = m.account_id AND e.id = m.email_id
                WHERE m.account_id = ?1 AND m.mailbox_id = ?2 AND m.uid BETWEEN ?3 AND ?4
                ON CONFLICT (email_id) DO UPDATE SET places = CAST(places || substr(excluded.places, -?6) AS BLOB)
                """).Bind(account.Value).Bind(source.Value).Bind(part.First).Bind(part.Last).Bind(added).Bind(added.Length / count).Run();
        }
    }

    /// <summary>The emails of neighbours leave their places, perhaps for others. The neighbours' own rows must still be there.</summary>
    /// <param name="other">Where each goes, by its place in the batch; null: nowhere.</param>
    /// <returns>Those whose emails are in no mailbox any more.</returns>
    public static List<MessageRow> Replace(SqliteWrite db, AccountId account, MailboxId mailbox, RowBatch rows, Func<int, (MailboxId Mailbox, Uid Uid)>? other)
    {
        var emails = Read(db, account, mailbox, rows.Ranges);
        var nowhere = new List<MessageRow>();
        for (int i = 0; i < rows.Count; i++)
        {
            var places = emails.GetValueOrDefault(rows[i].Email, []);
            places.Remove((mailbox, rows[i].Uid));
            if (other is not null)
                places.Add(other(i));
            if (places.Count == 0)
                nowhere.Add(rows[i]);
        }
        foreach (var (email, places) in emails)
        {
            db.Prepare("INSERT INTO place (email_id, places) VALUES (?, ?) ON CONFLICT (email_id) DO UPDATE SET places = excluded.places")
                .Bind(email.Value).Bind(Places.Pack(places)).Run();
        }
        return nowhere;
    }

    /// <summary>An email is in no mailbox any more.</summary>
    public static void Clear(SqliteWrite db, AccountId account, EmailId email) =>
        db.Prepare("INSERT INTO place (email_id, places) SELECT id, x'' FROM email WHERE account_id = ?1 AND id = ?2 ON CONFLICT (email_id) DO UPDATE SET places = x''")
            .Bind(account.Value).Bind(email.Value).Run();

    /// <summary>The email itself is gone.</summary>
    public static void Drop(SqliteWrite db, EmailId email) => db.Prepare("DELETE FROM place WHERE email_id = ?").Bind(email.Value).Run();

    /// <summary>The places of the emails in ranges of a mailbox. An email may be there twice.</summary>
    private static Dictionary<EmailId, List<(MailboxId Mailbox, Uid Uid)>> Read(SqliteWrite db, AccountId account, MailboxId mailbox, UidRanges uids)
    {
        var emails = new Dictionary<EmailId, List<(MailboxId, Uid)>>();
        foreach (var (first, last) in uids.Ranges)
        {
            using var list = db.Prepare($"""
                SELECT m.email_id, {Packed} FROM message m CROSS JOIN email e ON e.account_id = m.account_id AND e.id = m.email_id
                WHERE m.account_id = ? AND m.mailbox_id = ? AND m.uid BETWEEN ? AND ? ORDER BY m.uid
                """).Bind(account.Value).Bind(mailbox.Value).Bind(first).Bind(last);
            while (list.Step())
                emails.TryAdd(new EmailId(list.Long(0)), Places.Unpack(list.Span(1)));
        }
        return emails;
    }

    /// <summary>Cuts a run where its packed places become longer: those of one statement are all as long.</summary>
    private static IEnumerable<CopiedRun> Parts(CopiedRun run)
    {
        for (uint first = run.First, target = run.Target; ;)
        {
            uint more = Math.Min(run.Last - first, Varint.LastOfLength(target) - target);
            yield return new CopiedRun(first, first + more, target);
            if (first + more == run.Last)
                yield break;
            (first, target) = (first + more + 1, target + more + 1);
        }
    }
}
