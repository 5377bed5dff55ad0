using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;
using Aether.Storage.Verification;

namespace Aether.Storage.Engines.Sqlite.Verification;

/// <summary>Each place an email names has its row, and each row an email that names it: both ways, each page on one snapshot.</summary>
internal static class PlaceChecks
{
    public static VerifiedPage<EmailId> CheckEmails(SqliteConnection db, EmailId after, int most)
    {
        var emails = new List<(EmailId Id, long Account, List<(MailboxId Mailbox, Uid Uid)> Places)>();
        using (var list = db.Prepare($"SELECT e.id, e.account_id, {PlaceRows.Packed} FROM email e WHERE e.id > ? ORDER BY e.id LIMIT ?").Bind(after.Value).Bind(most))
        {
            while (list.Step())
                emails.Add((new EmailId(list.Long(0)), list.Long(1), Places.Unpack(list.Span(2))));
        }
        var findings = new List<StoreFinding>();
        foreach (var (id, account, places) in emails)
        {
            foreach (var (mailbox, uid) in places)
            {
                using var find = db.Prepare("SELECT email_id FROM message WHERE account_id = ? AND mailbox_id = ? AND uid = ?").Bind(account).Bind(mailbox.Value).Bind(uid.Value);
                if (!find.Step() || find.Long(0) != id.Value)
                    findings.Add(new StoreFinding("places", $"email {id}", $"it is not in mailbox {mailbox} under uid {uid}"));
            }
        }
        EmailId? next = emails.Count == most ? emails[^1].Id : null;
        using (var strays = db.Prepare("SELECT email_id FROM place WHERE email_id > ? AND email_id <= ? AND NOT EXISTS (SELECT 1 FROM email WHERE id = email_id)").Bind(after.Value).Bind(next?.Value ?? long.MaxValue))
        {
            while (strays.Step())
                findings.Add(new StoreFinding("places", $"email {strays.Long(0)}", "it is gone, and what says where it is has stayed"));
        }
        return new VerifiedPage<EmailId>(next, emails.Count, findings);
    }

    public static VerifiedPage<(MailboxId Mailbox, Uid Uid)> CheckMessages(SqliteConnection db, MailboxId mailbox, Uid uid, int most)
    {
        var rows = new List<(long Account, MailboxId Mailbox, Uid Uid, EmailId Email)>();
        using (var list = db.Prepare("SELECT account_id, mailbox_id, uid, email_id FROM message WHERE (mailbox_id, uid) > (?, ?) ORDER BY mailbox_id, uid LIMIT ?")
            .Bind(mailbox.Value).Bind(uid.Value).Bind(most))
        {
            while (list.Step())
                rows.Add((list.Long(0), new MailboxId(list.Long(1)), new Uid((uint)list.Long(2)), new EmailId(list.Long(3))));
        }
        var findings = new List<StoreFinding>();
        foreach (var row in rows)
        {
            using var find = db.Prepare($"SELECT {PlaceRows.Packed} FROM email e WHERE e.account_id = ? AND e.id = ?").Bind(row.Account).Bind(row.Email.Value);
            if (!find.Step() || !Places.Unpack(find.Span(0)).Contains((row.Mailbox, row.Uid)))
                findings.Add(new StoreFinding("places", $"message {row.Mailbox}/{row.Uid}", $"its email {row.Email} is missing or does not know of it"));
        }
        return new VerifiedPage<(MailboxId, Uid)>(rows.Count == most ? (rows[^1].Mailbox, rows[^1].Uid) : null, rows.Count, findings);
    }
}
