namespace Aether.Storage.Sharing;

/// <summary>The queries on rights, one implementation an engine.</summary>
internal interface IAclReads
{
    /// <summary>The entries of a mailbox by address, everybody's first.</summary>
    ValueTask<IReadOnlyList<AclEntry>> EntriesAsync(AccountId account, MailboxId mailbox, CancellationToken ct);

    /// <summary>What others gave to <paramref name="reader"/>, at most <paramref name="most"/> mailboxes.</summary>
    /// <param name="mailbox">Only on this one.</param>
    ValueTask<IReadOnlyList<Grant>> GrantsAsync(AccountId reader, MailboxId? mailbox, int most, CancellationToken ct);

    /// <summary>Both are in one domain, or in domains of one tenant.</summary>
    ValueTask<bool> AreNearAsync(AccountId one, AccountId other, CancellationToken ct);

    /// <summary>Which messages of a mailbox one of its readers has seen.</summary>
    ValueTask<SeenSet> SeenAsync(AccountId account, MailboxId mailbox, AccountId reader, CancellationToken ct);
}
