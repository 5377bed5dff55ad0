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
            byte[] added = Places.Pack([.. Enumerable.Range(0, count).Select(i => (target, new Uid(part.Target + (uint)i)))]);
            db.Prepare("""
                INSERT INTO place (email_id, places)
                SELECT e.id, CAST(e.places || substr(?5, 1 + (m.uid - ?3) * ?6, ?6) AS BLOB) FROM message m CROSS JOIN email e ON e.account_id = m.account_id AND e.id = m.email_id
                WHERE m.account_id = ?1 AND m.mailbox_id = ?2 AND m.uid BETWEEN ?3 AND ?4
                ON CONFLICT (email_id) DO UPDATE SET places = CAST(places || substr(excluded.places, -?6) AS BLOB)
                """).Bind(account.Value).Bind(source.Value).Bind(part.First).Bind(part.Last).Bind(added).Bind(added.Length / count).Run();
        }
    }

    /// <summary>An email leaves a place, perhaps for another.</summary>
    /// <returns>In how many it is now.</returns>
    public static int Replace(SqliteWrite db, AccountId account, EmailId email, (MailboxId Mailbox, Uid Uid) old, (MailboxId Mailbox, Uid Uid)? other)
    {
        List<(MailboxId Mailbox, Uid Uid)> places;
        using (var find = db.Prepare($"SELECT {Packed} FROM email e WHERE e.account_id = ? AND e.id = ?").Bind(account.Value).Bind(email.Value))
            places = find.Step() ? Places.Unpack(find.Span(0)) : [];
        places.Remove(old);
        if (other is { } added)
            places.Add(added);
        Write(db, account, email, places);
        return places.Count;
    }

    /// <summary>An email is in no mailbox any more.</summary>
    public static void Clear(SqliteWrite db, AccountId account, EmailId email) => Write(db, account, email, []);

    /// <summary>The email itself is gone.</summary>
    public static void Drop(SqliteWrite db, EmailId email) => db.Prepare("DELETE FROM place WHERE email_id = ?").Bind(email.Value).Run();

    private static void Write(SqliteWrite db, AccountId account, EmailId email, IReadOnlyList<(MailboxId Mailbox, Uid Uid)> places) =>
        db.Prepare("INSERT INTO place (email_id, places) SELECT id, ?3 FROM email WHERE account_id = ?1 AND id = ?2 ON CONFLICT (email_id) DO UPDATE SET places = ?3")
            .Bind(account.Value).Bind(email.Value).Bind(Places.Pack(places)).Run();

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
