using Aether.Smtp.Session;
using Aether.Storage;
using Aether.Storage.Mailboxes;

namespace Aether.Smtp.Recipients;

/// <summary>Where mail goes that was taken and not believed: the mailbox of its recipient that is for junk. RFC 6154 §2.</summary>
internal static class JunkMailboxes
{
    /// <summary>Those of the local recipients; who has none gets it in INBOX, with the results in it.</summary>
    public static async ValueTask<IReadOnlyDictionary<AccountId, MailboxId>> FindAsync(MailboxStore mailboxes, SmtpTransaction transaction, CancellationToken ct)
    {
        var found = new Dictionary<AccountId, MailboxId>();
        foreach (var account in transaction.Recipients.SelectMany(recipient => recipient.Targets).Select(target => target.Account).OfType<AccountId>().Distinct())
        {
            foreach (var mailbox in await mailboxes.ListAsync(account, ct))
            {
                if (mailbox is { Use: SpecialUse.Junk, Selectable: true })
                    found.TryAdd(account, mailbox.Id);
            }
        }

        return found;
    }
}
