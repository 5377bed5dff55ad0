using Aether.Storage.Accounts;
using Aether.Storage.Annotations;

namespace Aether.Storage.Backup;

/// <summary>Writes who may do what with which mailbox, and what is noted on mailboxes and accounts: by addresses and names, for the numbers behind them will be others.</summary>
internal static class SharingBackup
{
    public static async Task WriteAsync(BackupWriter writer, StoreView view, CancellationToken ct)
    {
        var addresses = new BackupAddresses(view);
        await foreach (var account in view.Directory.AllAccountsAsync(null, "", ct))
        {
            await WriteAnnotationsAsync(writer, addresses, account.Address, null, await view.Metadata.AllAsync(account.Id, null, ct), ct);
            foreach (var mailbox in await view.Mailboxes.ListAsync(account.Id, ct))
            {
                foreach (var entry in await view.Acl.EntriesAsync(account.Id, mailbox.Id, ct))
                {
                    var record = new RightsRecord(account.Address, mailbox.Path, entry.Grantee is null ? null : entry.Address, (int)entry.Rights, (int)entry.Denied);
                    writer.Write(BackupKind.Rights, record, BackupJson.Default.RightsRecord);
                }

                await WriteAnnotationsAsync(writer, addresses, account.Address, mailbox.Path, await view.Metadata.AllAsync(account.Id, mailbox.Id, ct), ct);
            }
        }
    }

    private static async Task WriteAnnotationsAsync(BackupWriter writer, BackupAddresses addresses, string account, string? path, IReadOnlyList<MetadataEntry> entries, CancellationToken ct)
    {
        foreach (var entry in entries)
        {
            if (!entry.Name.StartsWith('/'))
                continue; // a key for URLs of mailboxes that will have another UIDVALIDITY
            string? reader = entry.Reader is { } id ? await addresses.FindAsync(id, ct) : null;
            if (entry.Reader is not null && reader is null)
                continue; // he is gone
            writer.Write(BackupKind.Annotation, new AnnotationRecord(account, path, reader, entry.Name, entry.Value.ToArray()), BackupJson.Default.AnnotationRecord);
        }
    }
}
