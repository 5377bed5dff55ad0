using Aether.Identity.Addresses;
using Aether.Identity.Ldap;
using Aether.Storage.Accounts;

namespace Aether.Identity.Recipients;

/// <summary>
/// Finds out where mail for an address goes: the account itself, an alias or a group (followed, loops cut), the part before the
/// separator (RFC 5233), postmaster (RFC 5321 §4.5.1), the domain's catch-all, in that order. Where a directory of others is
/// configured, it is asked for what is not known here; while it can't be asked, nobody is unknown (case F16).
/// </summary>
public sealed class RecipientResolver(DirectoryStore directory, GroupStore groups, LdapAccounts? foreign = null)
{
    /// <summary>Addresses one alias may lead to, all levels together.</summary>
    public const int MaxExpansion = 1000;

    /// <summary>Between a local part and its detail.</summary>
    public const char DetailSeparator = '+';

    private const string Postmaster = "postmaster";

    /// <summary>The local part, in each of our domains, that reports come to; null: there is none. An account or alias of that name goes first.</summary>
    public string? ReportsTo { get; init; }

    /// <summary>For so long no catch-all takes mail for an address whose account was removed: what others send to confirm who somebody is, was for somebody else (case A13).</summary>
    public TimeSpan FormerFor { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Resolves an address.</summary>
    /// <param name="localPart">Unquoted.</param>
    /// <param name="domain">As U-labels or A-labels; null for the bare <c>postmaster</c> of RFC 5321 §4.1.1.3.</param>
    public async ValueTask<RecipientResolution> ResolveAsync(string localPart, string? domain, CancellationToken ct)
    {
        domain ??= await directory.ListDomainsAsync(ct) is [var first, ..] ? first.Name : "";
        if (!AddressForm.TryNormaliseDomain(domain, out string ours) || await directory.FindDomainAsync(ours, ct) is not { } row)
            return RecipientResolution.Of(RecipientKind.NotOurs);
        if (!AddressForm.TryNormaliseLocalPart(localPart, out string local))
            return RecipientResolution.Of(RecipientKind.UnknownUser);

        var expansion = new Expansion(directory, groups, foreign, this);
        var kind = await expansion.AddAsync(local, row, ct);
        return kind is RecipientKind.Found ? new RecipientResolution(kind, [.. expansion.Local], [.. expansion.Remote]) : RecipientResolution.Of(kind);
    }

    /// <summary>Whether this account gets mail for the address by name (itself, a subaddress, an alias or a group that leads straight to it), or may use it: then it may send as it. RFC 6409 §6.1.</summary>
    public async ValueTask<bool> OwnsAsync(string account, string localPart, string domain, CancellationToken ct)
    {
        if (!AddressForm.TryNormaliseDomain(domain, out string ours) || !AddressForm.TryNormaliseLocalPart(localPart, out string local))
            return false;
        return await IsOwnAsync(account, local, ours, ct) || await IsGrantedAsync(account, local, ours, ct);
    }

    /// <summary>An operator lets it send as this address, as all of its domain, or as anybody: a gateway or a list that passes on what others wrote.</summary>
    private async ValueTask<bool> IsGrantedAsync(string account, string local, string ours, CancellationToken ct)
    {
        var grants = await directory.ListSendGrantsAsync(account, ct);
        return grants.Count > 0 && (grants.Contains(AddressForm.Any) || grants.Contains("*@" + ours) || Names(local, ours).Any(grants.Contains));
    }

    private async ValueTask<bool> IsOwnAsync(string account, string local, string ours, CancellationToken ct)
    {
        foreach (string name in Names(local, ours))
        {
            if (name == account)
                return true;
            if (await directory.FindAccountAsync(name, ct) is not null)
                return false; // a+b is somebody's own address: not a's (case A14).
            if ((await directory.FindAliasTargetsAsync(name, ct)).Contains(account))
                return true;
            if (await groups.FindMembersAsync(name, ct) is { } members && members.Contains(account))
                return true;
            if (foreign is not null && foreign.MayKnow(name, null) && await foreign.FindAsync(name, ct) is var (_, owner) && owner.Address == account)
                return true;
        }
        return false;
    }

    /// <summary>The address itself, then without its detail.</summary>
    private static IEnumerable<string> Names(string localPart, string domain)
    {
        yield return $"{localPart}@{domain}";
        int separator = localPart.IndexOf(DetailSeparator);
        if (separator > 0)
            yield return $"{localPart[..separator]}@{domain}";
    }

    /// <summary>One address on its way through the aliases, without recursion.</summary>
    private sealed class Expansion(DirectoryStore directory, GroupStore groups, LdapAccounts? foreign, RecipientResolver rules)
    {
        private readonly HashSet<string> seen = [];
        private readonly Queue<string> open = new();

        public HashSet<LocalRecipient> Local { get; } = [];

        public HashSet<string> Remote { get; } = new(StringComparer.OrdinalIgnoreCase);

        public async ValueTask<RecipientKind> AddAsync(string localPart, Domain domain, CancellationToken ct)
        {
            var kind = await FindAsync(localPart, domain, ct);
            if (kind is not RecipientKind.Found)
                return kind;
            while (open.TryDequeue(out string? target))
            {
                if (seen.Count > MaxExpansion)
                    return RecipientKind.BadAlias;
                await FollowAsync(target, ct);
            }
            return Local.Count + Remote.Count > 0 ? RecipientKind.Found : RecipientKind.BadAlias;
        }

        /// <summary>Takes one target of an alias: ours is looked up in its turn, all else is for others.</summary>
        private async ValueTask FollowAsync(string target, CancellationToken ct)
        {
            int at = target.LastIndexOf('@');
            if (at < 1 || !AddressForm.TryNormaliseDomain(target[(at + 1)..], out string name) || await directory.FindDomainAsync(name, ct) is not { } domain)
                Remote.Add(target);
            else if (AddressForm.TryNormaliseLocalPart(target[..at], out string local))
                await FindAsync(local, domain, ct); // A dead end among several targets does not lose the others.
        }

        private async ValueTask<RecipientKind> FindAsync(string localPart, Domain domain, CancellationToken ct)
        {
            foreach (string name in Names(localPart, domain.Name))
            {
                if (await TryNameAsync(name, ct) is { } found)
                    return found;
            }
            if (localPart == rules.ReportsTo)
                return RecipientKind.Reports;
            if (localPart == Postmaster && domain.CatchAll is null && await directory.FindFirstAccountAsync(domain.Name, ct) is { } first)
            {
                Local.Add(new LocalRecipient(first.Id, first.Address));
                return RecipientKind.Found;
            }
            if (domain.CatchAll is { } catchAll)
            {
                foreach (string name in Names(localPart, domain.Name))
                {
                    if (await directory.IsFormerAsync(name, rules.FormerFor, ct))
                        return RecipientKind.UnknownUser;
                }
                if (seen.Add(catchAll))
                    open.Enqueue(catchAll);
                return RecipientKind.Found;
            }
            return RecipientKind.UnknownUser;
        }

        /// <returns>Null: nobody has this name.</returns>
        private async ValueTask<RecipientKind?> TryNameAsync(string name, CancellationToken ct)
        {
            var account = await directory.FindAccountAsync(name, ct);
            if (account is { IsForeign: false } || (account is not null && foreign is null))
            {
                if (account.State is not AccountState.Active)
                    return RecipientKind.Disabled;
                Local.Add(new LocalRecipient(account.Id, account.Address));
                return RecipientKind.Found;
            }

            var targets = await directory.FindAliasTargetsAsync(name, ct);
            if (targets.Count == 0 && await groups.FindMembersAsync(name, ct) is { } members)
            {
                Open(members);
                return RecipientKind.Found;
            }
            if (targets.Count == 0)
                return foreign is not null && foreign.MayKnow(name, account) ? await TryForeignAsync(foreign, name, ct) : null;
            Open(targets);
            return RecipientKind.Found;
        }

        private async ValueTask<RecipientKind?> TryForeignAsync(LdapAccounts others, string name, CancellationToken ct)
        {
            if (await others.FindAsync(name, ct) is var (_, account))
            {
                if (account.State is not AccountState.Active)
                    return RecipientKind.Disabled;
                Local.Add(new LocalRecipient(account.Id, account.Address));
                return RecipientKind.Found;
            }
            if (await others.Directory.FindGroupAsync(name, ct) is not { } members)
                return null;
            Open(members);
            return RecipientKind.Found;
        }

        private void Open(IEnumerable<string> targets)
        {
            foreach (string target in targets)
            {
                if (seen.Add(target))
                    open.Enqueue(target);
            }
        }
    }
}
