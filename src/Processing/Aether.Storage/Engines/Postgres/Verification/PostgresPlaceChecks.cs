using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Messages;
using Aether.Storage.Verification;

namespace Aether.Storage.Engines.Postgres.Verification;

/// <summary>Each place an email names has its row, and each row an email that names it: both ways, each page on one snapshot.</summary>
internal static class PostgresPlaceChecks
{
    public static async Task<VerifiedPage<EmailId>> CheckEmailsAsync(PostgresSnapshot db, EmailId after, int most)
    {
        var emails = await db.ListAsync(
            "SELECT id, account_id, places FROM email WHERE id > $1 ORDER BY id LIMIT $2",
            add => add.Add(after.Value).Add(most),
            row => (Id: row.Long(0), Account: row.Long(1), Places: Places.Unpack(row.Bytes(2))));
        var named = emails.SelectMany(email => email.Places.Select(place => (email.Id, email.Account, place.Mailbox, place.Uid))).ToList();
        var found = await db.ListAsync(
            "SELECT m.mailbox_id, m.uid, m.email_id FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) p(account, mailbox, uid) JOIN message m ON m.account_id = p.account AND m.mailbox_id = p.mailbox AND m.uid = p.uid",
            add => add.Add(named.Select(place => place.Account).ToArray()).Add(named.Select(place => place.Mailbox.Value).ToArray()).Add(named.Select(place => (long)place.Uid.Value).ToArray()),
            row => (row.Long(0), row.Long(1), row.Long(2)));
        var there = found.ToHashSet();
        var findings = named.Where(place => !there.Contains((place.Mailbox.Value, place.Uid.Value, place.Id)))
            .Select(place => new StoreFinding("places", $"email {place.Id}", $"it is not in mailbox {place.Mailbox} under uid {place.Uid}"));
        return new VerifiedPage<EmailId>(emails.Count == most ? new EmailId(emails[^1].Id) : null, emails.Count, [.. findings]);
    }

    public static async Task<VerifiedPage<(MailboxId Mailbox, Uid Uid)>> CheckMessagesAsync(PostgresSnapshot db, MailboxId mailbox, Uid uid, int most)
    {
        var rows = await db.ListAsync(
            "SELECT m.mailbox_id, m.uid, m.email_id, e.places FROM mailbox b JOIN message m ON m.account_id = b.account_id AND m.mailbox_id = b.id LEFT JOIN email e ON e.account_id = m.account_id AND e.id = m.email_id WHERE b.id >= $1 AND (b.id, m.uid) > ($1, $2) ORDER BY b.id, m.uid LIMIT $3",
            add => add.Add(mailbox.Value).Add((long)uid.Value).Add(most),
            row => (Mailbox: new MailboxId(row.Long(0)), Uid: new Uid((uint)row.Long(1)), Email: row.Long(2), Places: Places.Unpack(row.Bytes(3))));
        var findings = rows.Where(row => !row.Places.Contains((row.Mailbox, row.Uid)))
            .Select(row => new StoreFinding("places", $"message {row.Mailbox}/{row.Uid}", $"its email {row.Email} is missing or does not know of it"));
        return new VerifiedPage<(MailboxId, Uid)>(rows.Count == most ? (rows[^1].Mailbox, rows[^1].Uid) : null, rows.Count, [.. findings]);
    }
}
