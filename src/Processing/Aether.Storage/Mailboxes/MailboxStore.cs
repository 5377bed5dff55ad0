using Aether.Storage.Committing;
using Aether.Storage.Messages;

namespace Aether.Storage.Mailboxes;

/// <summary>An account's mailboxes: one method, one operation, except where messages have to be emptied out first.</summary>
public sealed class MailboxStore
{
    private readonly ICommitter committer;
    private readonly IMailboxReads reads;
    private readonly MessageStore messages;
    private readonly StoreOptions options;

    internal MailboxStore(ICommitter committer, IMailboxReads reads, MessageStore messages, StoreOptions options)
    {
        this.committer = committer;
        this.reads = reads;
        this.messages = messages;
        this.options = options;
    }

    /// <summary>All mailboxes of an account in order of their paths, INBOX first.</summary>
    public ValueTask<IReadOnlyList<Mailbox>> ListAsync(AccountId account, CancellationToken ct) => reads.ListAsync(account, ct);

    public ValueTask<Mailbox?> FindAsync(AccountId account, string path, CancellationToken ct) =>
        MailboxName.TrySplit(path, out var levels) ? reads.FindAsync(account, levels, ct) : ValueTask.FromResult<Mailbox?>(null);

    /// <summary>The counters alone; null when the mailbox is gone.</summary>
    public ValueTask<MailboxCounters?> CountAsync(AccountId account, MailboxId mailbox, CancellationToken ct) => reads.CountAsync(account, mailbox, ct);

    public ValueTask<IReadOnlyList<string>> SubscriptionsAsync(AccountId account, CancellationToken ct) => reads.SubscriptionsAsync(account, ct);

    public Task<MailboxStatus> CreateAsync(AccountId account, string path, SpecialUse use, CancellationToken ct) =>
        MailboxName.TrySplit(path, out var levels)
            ? committer.RunAsync(new CreateMailbox(account, levels, use, options.MaxMailboxes), ct)
            : Task.FromResult(MailboxStatus.BadName);

    /// <summary>Deletes a mailbox with its messages. They are removed first, in operations of bounded size.</summary>
    public async Task<MailboxStatus> DeleteAsync(AccountId account, string path, CancellationToken ct)
    {
        if (await FindAsync(account, path, ct) is not { } mailbox)
            return MailboxStatus.NoSuchMailbox;
        if (mailbox.Path == Mailbox.Inbox)
            return MailboxStatus.NotAllowed;

        // Mail may come in between the two: then once more, but not for ever.
        var status = MailboxStatus.NotEmpty;
        for (int attempt = 0; attempt < 5 && status is MailboxStatus.NotEmpty; attempt++)
        {
            await messages.EmptyAsync(account, mailbox.Id, ct);
            status = await committer.RunAsync(new DeleteMailbox(account, mailbox.Id), ct);
        }
        return status;
    }

    /// <summary>Renames a mailbox with its children; INBOX stays and hands its messages over. RFC 9051 §6.3.6.</summary>
    public async Task<MailboxStatus> RenameAsync(AccountId account, string from, string to, CancellationToken ct)
    {
        if (!MailboxName.TrySplit(to, out var levels))
            return MailboxStatus.BadName;
        if (await FindAsync(account, from, ct) is not { } mailbox)
            return MailboxStatus.NoSuchMailbox;
        if (mailbox.Path != Mailbox.Inbox)
            return await committer.RunAsync(new RenameMailbox(account, mailbox.Id, levels, options.MaxMailboxes), ct);

        var created = await committer.RunAsync(new CreateMailbox(account, levels, SpecialUse.None, options.MaxMailboxes), ct);
        if (created is not MailboxStatus.Done || await reads.FindAsync(account, levels, ct) is not { } target)
            return created;
        var all = await messages.ListAsync(account, mailbox.Id, ct);
        await messages.MoveAsync(account, mailbox.Id, [.. all.Select(row => row.Uid)], target.Id, ct);
        return MailboxStatus.Done;
    }

    public Task<MailboxStatus> SubscribeAsync(AccountId account, string path, SubscriptionChange change, CancellationToken ct) =>
        MailboxName.TrySplit(path, out var levels)
            ? committer.RunAsync(new SetSubscription(account, MailboxName.Join(levels), change), ct)
            : Task.FromResult(MailboxStatus.BadName);
}
