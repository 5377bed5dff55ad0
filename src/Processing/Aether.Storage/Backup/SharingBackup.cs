using Aether.Storage.Annotations;

namespace Aether.Storage.Backup;

/// <summary>Writes who may do what with which mailbox, and what is noted on mailboxes and accounts: by addresses and names, for the numbers behind them will be others.</summary>
internal static class SharingBackup
{
    public static async Task WriteAsync(BackupWriter writer, StoreView view, CancellationToken ct)
    {
        var accounts = await view.Directory.ListAccountsAsync(null, ct);
        var addresses = accounts.ToDictionary(static account => account.Id, static account => account.Address);
        foreach (var account in accounts)
        {
            WriteAnnotations(writer, addresses, account.Address, null, await view.Metadata.AllAsync(account.Id, null, ct));
            foreach (var mailbox in await view.Mailboxes.ListAsync(account.Id, ct))
            {
                foreach (var entry in await view.Acl.EntriesAsync(account.Id, mailbox.Id, ct))
                {
                    var record = new RightsRecord(account.Address, mailbox.Path, entry.Grantee is null ? null : entry.Address, (int)entry.Rights, (int)entry.Denied);
                    writer.Write(BackupKind.Rights, record, BackupJson.Default.RightsRecord);
                }

                WriteAnnotations(writer, addresses, account.Address, mailbox.Path, await view.Metadata.AllAsync(account.Id, mailbox.Id, ct));
            }
        }
    }

    private static void WriteAnnotations(BackupWriter writer, Dictionary<AccountId, string> addresses, string account, string? path, IReadOnlyList<MetadataEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (!entry.Name.StartsWith('/'))
                continue; // a key for URLs of mailboxes that will have another UIDVALIDITY
            string? reader = null;
            if (entry.Reader is { } id && !addresses.TryGetValue(id, out reader))
                continue; // he is gone
            writer.Write(BackupKind.Annotation, new AnnotationRecord(account, path, reader, entry.Name, entry.Value.ToArray()), BackupJson.Default.AnnotationRecord);
        }
    }
}
