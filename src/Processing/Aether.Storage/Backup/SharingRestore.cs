using Aether.Protocol.Imap;
using Aether.Storage.Annotations;
using Aether.Storage.Sharing;

namespace Aether.Storage.Backup;

/// <summary>Brings rights and annotations back into accounts that were made anew, for those who are there; what others had goes with them.</summary>
internal static class SharingRestore
{
    public static async Task RestoreAsync(RestoreTarget store, RightsRecord record, CancellationToken ct)
    {
        if (await FindAsync(store, record.Account, record.Path, ct) is not (var owner, { } mailbox))
            return;
        AccountId? grantee = null;
        if (record.Grantee is { } address)
        {
            if (await store.Directory.FindAccountAsync(address, ct) is not { } found)
                return;
            grantee = found.Id;
        }

        await store.Acl.SetAsync(owner, mailbox, new AclChange(grantee, AclMode.Replace, (AclRights)record.Rights, IsDenial: false), ct);
        if (record.Denied is not 0)
            await store.Acl.SetAsync(owner, mailbox, new AclChange(grantee, AclMode.Replace, (AclRights)record.Denied, IsDenial: true), ct);
    }

    public static async Task RestoreAsync(RestoreTarget store, AnnotationRecord record, CancellationToken ct)
    {
        if (await FindAsync(store, record.Account, record.Path, ct) is not var (owner, mailbox))
            return;
        AccountId? reader = null;
        if (record.Reader is { } address)
        {
            if (await store.Directory.FindAccountAsync(address, ct) is not { } found)
                return;
            reader = found.Id;
        }

        await store.Metadata.SetAsync(owner, mailbox, [new MetadataChange(record.Name, reader, record.Value)], int.MaxValue, ct);
    }

    /// <returns>Null when there is no such account or mailbox; the mailbox is null where none is named.</returns>
    private static async Task<(AccountId Owner, MailboxId? Mailbox)?> FindAsync(RestoreTarget store, string account, string? path, CancellationToken ct)
    {
        if (await store.Directory.FindAccountAsync(account, ct) is not { } owner)
            return null;
        if (path is null)
            return (owner.Id, null);
        return await store.Mailboxes.FindAsync(owner.Id, path, ct) is { } mailbox ? (owner.Id, mailbox.Id) : null;
    }
}
