using Aether.Identity.Logins;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Access;

/// <summary>
/// All mailboxes that one user reaches, by the names he knows them by: his own, those of others under <c>Users/address/</c>, and
/// those of his domain's public account under <c>Shared/</c>. An own mailbox hides another of the same name. RFC 2342, RFC 4314.
/// </summary>
internal sealed class MailboxReach
{
    public const string OthersPrefix = "Users/";
    public const string SharedPrefix = "Shared/";

    private readonly MailStore store;
    private readonly Login login;
    private readonly bool sharing;
    private readonly string sharedAccount;

    /// <param name="sharing">ACL is offered; without it there are only own mailboxes.</param>
    /// <param name="sharedAccount">Local part of the account in each domain whose mailboxes are the public ones.</param>
    public MailboxReach(MailStore store, Login login, bool sharing, string sharedAccount)
    {
        this.store = store;
        this.login = login;
        this.sharing = sharing;
        this.sharedAccount = sharedAccount;
    }

    /// <summary>A mailbox that can be opened, for who has these rights; else what to answer.</summary>
    /// <param name="missing">What to answer when there is none.</param>
    public async ValueTask<(ReachedMailbox? Found, ImapReply Refusal)> SeekAsync(string name, AclRights needed, ImapReply missing, CancellationToken ct)
    {
        if (await FindAsync(name, ct) is not { Mailbox.Selectable: true } found)
            return (null, missing);
        return found.Refusal(needed, missing) is { } refusal ? (null, refusal) : (found, missing);
    }

    /// <summary>The mailbox of a name, if this user has any right on it.</summary>
    public async ValueTask<ReachedMailbox?> FindAsync(string name, CancellationToken ct)
    {
        if (await store.Mailboxes.FindAsync(login.Account, name, ct) is { } own)
            return Own(own);
        if (!sharing || await ResolveAsync(name, ct) is not var (owner, path, shown) || await store.Mailboxes.FindAsync(owner, path, ct) is not { } mailbox)
            return null;
        var rights = await store.Acl.RightsAsync(owner, mailbox.Id, login.Account, ct);
        return rights is AclRights.None ? null : new ReachedMailbox(mailbox with { Path = shown, Use = SpecialUse.None }, mailbox.Path, login.Account, rights);
    }

    /// <summary>Where a name leads that need not be there; null when nowhere.</summary>
    public async ValueTask<MailboxPlace?> PlaceAsync(string name, CancellationToken ct)
    {
        if (!sharing || !IsPrefixed(name) || await store.Mailboxes.FindAsync(login.Account, name, ct) is not null)
            return new MailboxPlace(login.Account, name, AclRights.All);
        if (await ResolveAsync(name, ct) is not var (owner, path, _))
            return null;
        for (int level = path.LastIndexOf(Mailbox.Separator); level > 0; level = path.LastIndexOf(Mailbox.Separator, level - 1))
        {
            if (await store.Mailboxes.FindAsync(owner, path[..level], ct) is { } above)
                return new MailboxPlace(owner, path, await store.Acl.RightsAsync(owner, above.Id, login.Account, ct));
        }

        return new MailboxPlace(owner, path, AclRights.None); // the root of a tree is its owner's
    }

    /// <summary>All own mailboxes, and those of others that may be listed, in order of their names; INBOX first.</summary>
    public async ValueTask<IReadOnlyList<ReachedMailbox>> ListAsync(CancellationToken ct)
    {
        var all = new List<ReachedMailbox>();
        foreach (var own in await store.Mailboxes.ListAsync(login.Account, ct))
            all.Add(Own(own));
        if (!sharing)
            return all;
        var known = all.Select(static mailbox => mailbox.Mailbox.Path).ToHashSet(StringComparer.Ordinal);
        var foreign = new List<ReachedMailbox>();
        string sharedAddress = SharedAddress;
        foreach (var (owner, mailbox, rights) in await store.Acl.SharedWithAsync(login.Account, ct))
        {
            string shown = (owner == sharedAddress ? SharedPrefix : OthersPrefix + owner + Mailbox.Separator) + mailbox.Path;
            if (rights.HasFlag(AclRights.Lookup) && known.Add(shown))
                foreign.Add(new ReachedMailbox(mailbox with { Path = shown, Use = SpecialUse.None }, mailbox.Path, login.Account, rights));
        }

        all.AddRange(foreign.OrderBy(static mailbox => mailbox.Mailbox.Path, StringComparer.Ordinal));
        return all;
    }

    /// <summary>The account of the public mailboxes.</summary>
    private string SharedAddress => sharedAccount + login.Address[login.Address.LastIndexOf('@')..];

    private static bool IsPrefixed(string name) => name.StartsWith(OthersPrefix, StringComparison.Ordinal) || name.StartsWith(SharedPrefix, StringComparison.Ordinal);

    private ReachedMailbox Own(Mailbox own) => new(own, own.Path, login.Account, AclRights.All);

    /// <summary>Whose mailbox a name of another namespace is, and what he calls it; the name in the form it is stored in.</summary>
    private async ValueTask<(AccountId Owner, string Path, string Shown)?> ResolveAsync(string name, CancellationToken ct)
    {
        if (!IsPrefixed(name) || !MailboxName.TrySplit(name, out var levels))
            return null;
        string whole = MailboxName.Join(levels);
        string sharedAddress = SharedAddress;
        string address = sharedAddress;
        string path = string.Empty;
        if (whole.StartsWith(SharedPrefix, StringComparison.Ordinal))
        {
            path = whole[SharedPrefix.Length..];
        }
        else if (whole.IndexOf('@', StringComparison.Ordinal) is var at && at > OthersPrefix.Length && whole.IndexOf(Mailbox.Separator, at) is var end && end > 0)
        {
            // The local part of an address may have a slash; its domain has none.
            (address, path) = (whole[OthersPrefix.Length..end].ToLowerInvariant(), whole[(end + 1)..]);
            whole = OthersPrefix + address + Mailbox.Separator + path;
            if (address == sharedAddress)
                return null; // those have one name
        }

        if (path.Length is 0 || address == login.Address || await store.Directory.FindAccountAsync(address, ct) is not { } owner)
            return null;
        return (owner.Id, path, path.Equals(Mailbox.Inbox, StringComparison.OrdinalIgnoreCase) ? whole[..^path.Length] + Mailbox.Inbox : whole);
    }
}
