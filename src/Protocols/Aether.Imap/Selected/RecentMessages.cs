using Aether.Storage;

namespace Aether.Imap.Selected;

/// <summary>
/// Which messages no session was told of yet: \Recent, kept for the life of the process. Where that is not known a message
/// counts as recent. RFC 3501 §2.3.2.
/// </summary>
internal sealed class RecentMessages
{
    private readonly Lock gate = new();
    private readonly Dictionary<MailboxId, uint> firstUntold = [];

    /// <summary>Takes all messages below <paramref name="next"/> for the caller; those from the result on were untold.</summary>
    public Uid Claim(MailboxId mailbox, Uid next)
    {
        lock (gate)
        {
            uint first = firstUntold.GetValueOrDefault(mailbox, 1u);
            firstUntold[mailbox] = Math.Max(first, next.Value);
            return new Uid(first);
        }
    }

    /// <summary>As <see cref="Claim"/>, for EXAMINE and STATUS, which take nothing.</summary>
    public Uid Look(MailboxId mailbox)
    {
        lock (gate)
            return new Uid(firstUntold.GetValueOrDefault(mailbox, 1u));
    }
}
