using Aether.Identity.Recipients;
using Aether.Protocol.Smtp;
using Aether.Smtp.Session;
using Aether.Storage.Quotas;

namespace Aether.Smtp.Recipients;

/// <summary>Tells a sender at RCPT already that a mailbox is full; the quota itself holds in the operation that stores. RFC 9208, RFC 5321 §4.5.3.1.10.</summary>
internal sealed class FullMailboxes(QuotaStore quotas)
{
    /// <summary>Whether nobody whom an address leads to has room for one more message of this size.</summary>
    public async ValueTask<bool> IsFullAsync(RecipientResolution found, long size, CancellationToken ct)
    {
        if (found.Remote.Count > 0)
            return false;
        foreach (var local in found.Local)
        {
            if (await quotas.HasRoomAsync(local.Account, size, ct))
                return false;
        }
        return true;
    }

    public static SmtpReply Reply(SmtpSession session) =>
        session.Options.FullMailbox is FullMailboxPolicy.Reject ? Replies.MailboxFullForGood : Replies.MailboxFull;
}
