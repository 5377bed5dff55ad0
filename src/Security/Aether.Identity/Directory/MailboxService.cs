using Aether.Identity.Addresses;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Accounts;
using Aether.Storage.Mailboxes;
using Aether.Storage.Sharing;

namespace Aether.Identity.Directory;

/// <summary>Mailboxes of accounts and who may use them, for those who manage them: checks and normalises, then changes the store. RFC 4314.</summary>
public sealed class MailboxService(DirectoryStore directory, MailboxStore mailboxes, AclStore acl)
{
    /// <summary>Everybody of the owner's domain, or of its tenant's.</summary>
    public const string Anyone = "anyone";

    /// <summary>All mailboxes of an account; null when there is no such account.</summary>
    public async Task<IReadOnlyList<Mailbox>?> ListAsync(string address, CancellationToken ct) =>
        await FindAsync(address, ct) is { } account ? await mailboxes.ListAsync(account.Id, ct) : null;

    public async Task<DirectoryChange> CreateAsync(string address, string path, CancellationToken ct)
    {
        if (await FindAsync(address, ct) is not { } account)
            return NoAccount(address);
        return Explain(await mailboxes.CreateAsync(account.Id, path, SpecialUse.None, ct), path);
    }

    /// <summary>Removes a mailbox with its messages.</summary>
    public async Task<DirectoryChange> RemoveAsync(string address, string path, CancellationToken ct)
    {
        if (await FindAsync(address, ct) is not { } account)
            return NoAccount(address);
        return Explain(await mailboxes.DeleteAsync(account.Id, path, ct), path);
    }

    /// <summary>Who was given what on a mailbox; null when there is no such mailbox.</summary>
    public async Task<IReadOnlyList<AclEntry>?> EntriesAsync(string address, string path, CancellationToken ct)
    {
        if (await FindAsync(address, ct) is not { } account || await mailboxes.FindAsync(account.Id, path, ct) is not { } mailbox)
            return null;
        return await acl.EntriesAsync(account.Id, mailbox.Id, ct);
    }

    /// <summary>Gives rights to an account here, or to everybody near; with a minus sign before the name it takes them from whoever else gives them.</summary>
    /// <param name="rights">Letters of RFC 4314 §2.1, with + or - in front to add or remove; empty for none.</param>
    public async Task<DirectoryChange> SetRightsAsync(string address, string path, string grantee, string rights, CancellationToken ct)
    {
        var mode = rights.StartsWith('+') ? AclMode.Add : rights.StartsWith('-') ? AclMode.Remove : AclMode.Replace;
        if (!AclRightsText.TryParse(mode is AclMode.Replace ? rights : rights.AsSpan(1), out var parsed))
            return Invalid($"'{rights}' are no rights: write letters of lrswipkxtean.");
        if (await FindAsync(address, ct) is not { } account)
            return NoAccount(address);
        if (await mailboxes.FindAsync(account.Id, path, ct) is not { } mailbox)
            return Explain(MailboxStatus.NoSuchMailbox, path);
        bool isDenial = grantee.StartsWith('-');
        string name = isDenial ? grantee[1..] : grantee;
        AccountId? who = null;
        if (name != Anyone)
        {
            if (await FindAsync(name, ct) is not { } other)
                return NoAccount(name);
            if (other.Id == account.Id)
                return Invalid("The owner has all rights, always.");
            who = other.Id;
        }

        return Explain(await acl.SetAsync(account.Id, mailbox.Id, new AclChange(who, mode, parsed, isDenial), ct), path);
    }

    private async ValueTask<Account?> FindAsync(string address, CancellationToken ct) =>
        AddressForm.TryNormalise(address, out string normal) ? await directory.FindAccountAsync(normal, ct) : null;

    private static DirectoryChange NoAccount(string address) => new(DirectoryChangeStatus.NotFound, $"There is no account {address}.");

    private static DirectoryChange Invalid(string message) => new(DirectoryChangeStatus.Invalid, message);

    private static DirectoryChange Explain(MailboxStatus status, string path) => status switch
    {
        MailboxStatus.Done => new(DirectoryChangeStatus.Done, $"Done: {path}."),
        MailboxStatus.NoSuchMailbox => new(DirectoryChangeStatus.NotFound, $"There is no mailbox {path}."),
        MailboxStatus.AlreadyExists => new(DirectoryChangeStatus.AlreadyExists, $"There is a mailbox {path} already."),
        MailboxStatus.BadName => Invalid($"'{path}' is no name for a mailbox."),
        MailboxStatus.TooMany => new(DirectoryChangeStatus.Conflict, "There are as many as there may be."),
        _ => new(DirectoryChangeStatus.Conflict, $"That can't be done with {path}."),
    };
}
