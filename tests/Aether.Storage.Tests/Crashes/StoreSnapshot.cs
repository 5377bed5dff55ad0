using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aether.Storage.Blobs;

namespace Aether.Storage.Tests.Crashes;

/// <summary>All that users see of a store, as text: two stores with the same text are the same to everybody.</summary>
internal static class StoreSnapshot
{
    public static async Task<string> TakeAsync(MailStore store)
    {
        var text = new StringBuilder();
        await foreach (var account in store.Directory.ListAccountsAsync(null, "", default))
        {
            Line(text, $"account {account.Address}");
            foreach (var mailbox in await store.Mailboxes.ListAsync(account.Id, default))
            {
                Line(text, $" mailbox {mailbox.Path} {mailbox.Use} {mailbox.Counters}");
                var rows = await store.Messages.ListAsync(account.Id, mailbox.Id, default);
                var emails = await store.Messages.ReadEmailsAsync(account.Id, rows.Select(row => row.Email).ToArray(), default);
                foreach (var (row, email) in rows.Zip(emails))
                {
                    using var body = await store.Messages.OpenBodyAsync(email, default);
                    Line(text, $"  {row} {Convert.ToHexString(SHA256.HashData(email.Parts.Span))[..8]} {await HashAsync(body)}");
                }
            }
            Line(text, $" keywords {string.Join(' ', (await store.Messages.KeywordsAsync(account.Id, default)).Names)}");
            Line(text, $" subscribed {string.Join(' ', await store.Mailboxes.SubscriptionsAsync(account.Id, default))}");
        }
        foreach (var queued in await store.Queue.ListAsync(null, 1000, default))
        {
            using var body = await store.Queue.OpenBodyAsync(queued.Message, default);
            Line(text, $"queued {queued.Message.Id} {queued.Message.Sender} {string.Join(' ', queued.Recipients.Select(row => $"{row.Address}:{row.Attempts}:{row.LastReply}"))} {await HashAsync(body)}");
        }
        return text.ToString();
    }

    public static async Task<string> HashAsync(BodyReader body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[64 << 10];
        for (long at = 0; at < body.Size;)
        {
            int read = await body.ReadAsync(at, buffer, default);
            hash.AppendData(buffer, 0, read);
            at += read;
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
