using Aether.Protocol.Imap;
using Aether.Storage.Committing;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Storage.Sharing;

/// <summary>Who may do what with mailboxes of others, and what they have seen there. An owner has all rights on his own. RFC 4314.</summary>
public sealed class AclStore
{
    private readonly ICommitter committer;
    private readonly IAclReads reads;
    private readonly IMailboxReads mailboxes;
    private readonly StoreOptions options;

    internal AclStore(ICommitter committer, IAclReads reads, IMailboxReads mailboxes, StoreOptions options)
    {
        this.committer = committer;
        this.reads = reads;
        this.mailboxes = mailboxes;
        this.options = options;
    }

    /// <summary>The entries of a mailbox, the owner's left out.</summary>
    public ValueTask<IReadOnlyList<AclEntry>> EntriesAsync(AccountId owner, MailboxId mailbox, CancellationToken ct) => reads.EntriesAsync(owner, mailbox, ct);

    /// <summary>What <paramref name="reader"/> may do with a mailbox.</summary>
    public async ValueTask<AclRights> RightsAsync(AccountId owner, MailboxId mailbox, AccountId reader, CancellationToken ct)
    {
        if (owner == reader)
            return AclRights.All;
        foreach (var grant in await reads.GrantsAsync(reader, mailbox, 1, ct))
            return grant.Account == owner ? grant.Rights : AclRights.None;
        return AclRights.None;
    }

    /// <summary>Mailboxes of others that <paramref name="reader"/> has rights on, as many as an account may have of its own.</summary>
    public async ValueTask<IReadOnlyList<SharedMailbox>> SharedWithAsync(AccountId reader, CancellationToken ct)
    {
        var shared = new List<SharedMailbox>();
        foreach (var ofOwner in (await reads.GrantsAsync(reader, null, options.MaxMailboxes, ct)).GroupBy(static grant => (grant.Account, grant.Owner)))
        {
            var rights = ofOwner.ToDictionary(static grant => grant.Mailbox, static grant => grant.Rights);
            foreach (var mailbox in await mailboxes.ListAsync(ofOwner.Key.Account, ct))
            {
                if (rights.TryGetValue(mailbox.Id, out var given))
                    shared.Add(new SharedMailbox(ofOwner.Key.Owner, mailbox, given));
            }
        }
        return shared;
    }

    /// <summary>Changes what somebody, or everybody, may do.</summary>
    public Task<MailboxStatus> SetAsync(AccountId owner, MailboxId mailbox, AclChange change, CancellationToken ct) =>
        committer.RunAsync(new SetAcl(owner, mailbox, change, options.MaxAclEntries), ct);

    /// <summary>Both are in one domain, or in domains of one tenant: they may know of each other.</summary>
    public ValueTask<bool> AreNearAsync(AccountId one, AccountId other, CancellationToken ct) => reads.AreNearAsync(one, other, ct);

    /// <summary>Which messages <paramref name="reader"/> has seen in a mailbox of another.</summary>
    public ValueTask<SeenSet> SeenAsync(AccountId owner, MailboxId mailbox, AccountId reader, CancellationToken ct) => reads.SeenAsync(owner, mailbox, reader, ct);

    /// <summary>Notes what <paramref name="reader"/> has seen.</summary>
    /// <param name="uids">Existing messages, ascending.</param>
    /// <param name="unchangedSince">Only of those that nobody changed since. RFC 7162 §3.1.3.</param>
    /// <returns>Those that changed, with their new mod-sequence.</returns>
    public async Task<IReadOnlyList<(Uid Uid, ModSeq ModSeq)>> SetSeenAsync(
        AccountId owner, MailboxId mailbox, AccountId reader, IReadOnlyList<Uid> uids, SeenMark mark, ModSeq? unchangedSince, CancellationToken ct)
    {
        var changed = new List<(Uid, ModSeq)>();
        foreach (var piece in UidRanges.Cut(uids, MessageStore.MaxRows))
        {
            var result = await committer.RunAsync(new SetSeen(owner, mailbox, reader, piece, mark, unchangedSince), ct);
            changed.AddRange(result.Uids.Select(uid => (uid, result.ModSeq)));
        }
        return changed;
    }
}
