using Aether.Migration.Sources;
using Aether.Storage;
using Aether.Storage.Mailboxes;

namespace Aether.Migration.Importing;

/// <summary>
/// Brings the mail of a source into an account, folder by folder. Run again it goes on where it was broken off, takes what is new
/// and follows changed flags, until the day of the move; what was deleted at the source since stays here.
/// </summary>
public sealed class MailImport(MailStore store, string journals)
{
    /// <param name="into">A mailbox below which all folders come; empty for none.</param>
    /// <exception cref="MigrationException">The source can't be read, or the account is full.</exception>
    public async Task<ImportReport> RunAsync(AccountId account, IMailSource source, string into, CancellationToken ct)
    {
        var report = new ImportReport(0, 0, 0, 0, 0, 0, 0);
        var mailboxes = await store.Mailboxes.ListAsync(account, ct);
        await foreach (var folder in source.FoldersAsync(ct))
        {
            string path = TargetOf(folder, into, mailboxes);
            var mailbox = await EnsureAsync(account, path, ct);
            if (folder.Subscribed)
                await store.Mailboxes.SubscribeAsync(account, path, SubscriptionChange.Subscribe, ct);
            using var journal = ImportJournal.Open(journals, account, source.Identity, folder.Place + "\n" + into);
            var run = new FolderImport(store, mailbox, journal);
            await run.RunAsync(source.MessagesAsync(folder, ct), ct);
            report = run.AddTo(report);
        }

        return report;
    }

    /// <summary>A folder that the source names for a use becomes ours for that use.</summary>
    private static string TargetOf(SourceFolder folder, string into, IReadOnlyList<Mailbox> mailboxes)
    {
        if (into.Length > 0)
            return into + Mailbox.Separator + folder.Path;
        var used = folder.Use is SpecialUse.None ? null : mailboxes.FirstOrDefault(mailbox => mailbox.Use == folder.Use);
        return used?.Path ?? folder.Path;
    }

    private async Task<Mailbox> EnsureAsync(AccountId account, string path, CancellationToken ct)
    {
        if (await store.Mailboxes.FindAsync(account, path, ct) is { Selectable: true } there)
            return there;
        var status = await store.Mailboxes.CreateAsync(account, path, SpecialUse.None, ct);
        return status is MailboxStatus.Done && await store.Mailboxes.FindAsync(account, path, ct) is { } made
            ? made
            : throw new MigrationException($"The folder \"{path}\" can't be made here ({status}).");
    }
}
