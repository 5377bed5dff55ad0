using Aether.Identity.Addresses;
using Aether.Identity.Passwords;
using Aether.Storage.Accounts;

namespace Aether.Identity.Directory;

/// <summary>Domains, accounts and aliases for those who manage them (command line, REST, console): checks and normalises, then changes the store.</summary>
public sealed class DirectoryService(DirectoryStore store)
{
    public async Task<DirectoryChange> AddDomainAsync(string name, string? catchAll, CancellationToken ct)
    {
        if (!AddressForm.TryNormaliseDomain(name, out string normal))
            return Invalid($"'{name}' is not a domain name.");
        if (catchAll is not null && !AddressForm.TryNormalise(catchAll, out catchAll))
            return Invalid("The catch-all is not an address.");
        return Explain(await store.AddDomainAsync(normal, catchAll, ct), $"domain {normal}");
    }

    public async Task<DirectoryChange> RemoveDomainAsync(string name, CancellationToken ct) =>
        AddressForm.TryNormaliseDomain(name, out string normal)
            ? Explain(await store.RemoveDomainAsync(normal, ct), $"domain {normal}")
            : Invalid($"'{name}' is not a domain name.");

    public ValueTask<IReadOnlyList<Domain>> ListDomainsAsync(CancellationToken ct) => store.ListDomainsAsync(ct);

    /// <param name="quotaBytes">Most octets it may store; 0: as configured.</param>
    public async Task<DirectoryChange> AddAccountAsync(string address, string password, long quotaBytes, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(address, out string normal))
            return Invalid($"'{address}' is not an address.");
        if (!PasswordRecords.TryCreate(password, out var records))
            return Invalid("The password is empty or has a character that may not stand in one.");
        return Explain(await store.AddAccountAsync(normal, records!.ToString(), quotaBytes, ct), $"account {normal}");
    }

    public async Task<DirectoryChange> SetPasswordAsync(string address, string password, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(address, out string normal))
            return Invalid($"'{address}' is not an address.");
        if (!PasswordRecords.TryCreate(password, out var records))
            return Invalid("The password is empty or has a character that may not stand in one.");
        return Explain(await store.SetSecretAsync(normal, records!.ToString(), ct), $"account {normal}");
    }

    public async Task<DirectoryChange> RemoveAccountAsync(string address, CancellationToken ct) =>
        AddressForm.TryNormalise(address, out string normal)
            ? Explain(await store.RemoveAccountAsync(normal, ct), $"account {normal}")
            : Invalid($"'{address}' is not an address.");

    /// <summary>All accounts, or those of one domain.</summary>
    public ValueTask<IReadOnlyList<Account>> ListAccountsAsync(string? domain, CancellationToken ct) => store.ListAccountsAsync(domain?.ToLowerInvariant(), ct);

    /// <summary>Adds one target to an alias; several make a list.</summary>
    public async Task<DirectoryChange> AddAliasAsync(string name, string target, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(name, out string normal))
            return Invalid($"'{name}' is not an address.");
        if (!AddressForm.TryNormalise(target, out string normalTarget))
            return Invalid($"'{target}' is not an address.");
        return Explain(await store.AddAliasAsync(normal, normalTarget, ct), $"alias {normal}");
    }

    /// <summary>Removes one target of an alias, or with null the whole alias.</summary>
    public async Task<DirectoryChange> RemoveAliasAsync(string name, string? target, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(name, out string normal))
            return Invalid($"'{name}' is not an address.");
        if (target is not null && !AddressForm.TryNormalise(target, out target))
            return Invalid("The target is not an address.");
        return Explain(await store.RemoveAliasAsync(normal, target, ct), $"alias {normal}");
    }

    public ValueTask<IReadOnlyList<Alias>> ListAliasesAsync(string? domain, CancellationToken ct) => store.ListAliasesAsync(domain?.ToLowerInvariant(), ct);

    private static DirectoryChange Invalid(string message) => new(DirectoryChangeStatus.Invalid, message);

    private static DirectoryChange Explain(DirectoryResult result, string what) => result switch
    {
        DirectoryResult.Done => new(DirectoryChangeStatus.Done, $"Done: {what}."),
        DirectoryResult.AlreadyExists => new(DirectoryChangeStatus.AlreadyExists, $"The {what} exists already."),
        DirectoryResult.NotFound => new(DirectoryChangeStatus.NotFound, $"There is no {what}."),
        DirectoryResult.NoSuchDomain => new(DirectoryChangeStatus.Conflict, $"The {what} needs its domain: add it first with 'aether domain add'."),
        _ => new(DirectoryChangeStatus.Conflict, $"The {what} still has accounts or aliases: remove them first."),
    };
}
