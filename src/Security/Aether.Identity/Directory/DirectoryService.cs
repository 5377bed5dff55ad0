using Aether.Configuration.Schema;
using Aether.Identity.Addresses;
using Aether.Identity.Passwords;
using Aether.Storage.Accounts;
using Aether.Storage.Logins;

namespace Aether.Identity.Directory;

/// <summary>Domains, accounts and aliases for those who manage them (command line, REST, console): checks and normalises, then changes the store.</summary>
public sealed class DirectoryService(DirectoryStore store, LoginStore logins, PasswordHash hash = PasswordHash.Scram, PasswordPolicy? policy = null)
{
    private const string UnknownHash = "This hash can't be read: SHA512-CRYPT, SHA256-CRYPT, BLF-CRYPT, SSHA, SSHA256, SSHA512, SHA, SHA256, SHA512, PBKDF2 and ARGON2ID are known, within their usual bounds.";

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
        if (!PasswordRecords.TryCreate(password, null, hash, out var records))
            return Invalid("The password is empty or has a character that may not stand in one.");
        return Warned(Explain(await store.AddAccountAsync(normal, records!.ToString(), quotaBytes, ct), $"account {normal}"), normal, password);
    }

    /// <summary>Adds an account with the password hash that another server made.</summary>
    public async Task<DirectoryChange> ImportAccountAsync(string address, string hash, long quotaBytes, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(address, out string normal))
            return Invalid($"'{address}' is not an address.");
        if (!PasswordRecords.TryImport(hash, out var records))
            return Invalid(UnknownHash);
        return Explain(await store.AddAccountAsync(normal, records!.ToString(), quotaBytes, ct), $"account {normal}");
    }

    /// <summary>Gives an account the password hash that another server made.</summary>
    public async Task<DirectoryChange> ImportPasswordAsync(string address, string hash, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(address, out string normal))
            return Invalid($"'{address}' is not an address.");
        if (!PasswordRecords.TryImport(hash, out var records))
            return Invalid(UnknownHash);
        return Explain(await store.SetSecretAsync(normal, records!.ToString(), ct), $"account {normal}");
    }

    public async Task<DirectoryChange> SetPasswordAsync(string address, string password, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(address, out string normal))
            return Invalid($"'{address}' is not an address.");
        if (!PasswordRecords.TryCreate(password, await SaltAsync(normal, ct), hash, out var records))
            return Invalid("The password is empty or has a character that may not stand in one.");
        return Warned(Explain(await store.SetSecretAsync(normal, records!.ToString(), ct), $"account {normal}"), normal, password);
    }

    /// <summary>Gives an account the password that its user chose: the policy binds. All its logins end, with what they opened.</summary>
    public async Task<DirectoryChange> ChangeOwnPasswordAsync(string address, string password, CancellationToken ct)
    {
        if (policy?.Objection(address, password) is { } objection)
            return Invalid(objection);
        if (await store.FindAccountAsync(address, ct) is { IsForeign: true })
            return new(DirectoryChangeStatus.Conflict, "The password of this account is kept elsewhere: change it there.");
        return await SetPasswordAsync(address, password, ct);
    }

    /// <summary>Lets an account in, or keeps it out with all its mail as it is.</summary>
    public async Task<DirectoryChange> SetStateAsync(string address, AccountState state, CancellationToken ct) =>
        AddressForm.TryNormalise(address, out string normal)
            ? Explain(await logins.SetStateAsync(normal, state, ct), $"account {normal}")
            : Invalid($"'{address}' is not an address.");

    /// <summary>Says what the account's own password opens.</summary>
    public async Task<DirectoryChange> SetPasswordUseAsync(string address, PasswordUse use, CancellationToken ct) =>
        AddressForm.TryNormalise(address, out string normal)
            ? Explain(await logins.SetPasswordUseAsync(normal, use, ct), $"account {normal}")
            : Invalid($"'{address}' is not an address.");

    public async Task<DirectoryChange> RemoveAccountAsync(string address, CancellationToken ct) =>
        AddressForm.TryNormalise(address, out string normal)
            ? Explain(await store.RemoveAccountAsync(normal, ct), $"account {normal}")
            : Invalid($"'{address}' is not an address.");

    /// <summary>All accounts, or those of one domain, by address; read as they are asked for.</summary>
    /// <param name="domain">Null: of all.</param>
    /// <param name="after">Begins behind this address.</param>
    /// <param name="ct">Ends it.</param>
    public IAsyncEnumerable<Account> ListAccountsAsync(string? domain, string after, CancellationToken ct) => store.ListAccountsAsync(domain?.ToLowerInvariant(), after.ToLowerInvariant(), ct);

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

    /// <summary>All targets of aliases, or those of one domain's, by name and target; read as they are asked for.</summary>
    public IAsyncEnumerable<Alias> ListAliasesAsync(string? domain, CancellationToken ct) => store.ListAliasesAsync(domain?.ToLowerInvariant(), ct);

    /// <summary>Lets an account send as an address that is not its own, with <c>*@domain</c> as all of a domain, or with <c>*</c> as anybody. RFC 6409 §6.1.</summary>
    public async Task<DirectoryChange> GrantAsync(string account, string subject, CancellationToken ct) =>
        TryGrant(account, subject, out string name, out string normal)
            ? Explain(await store.AddSendGrantAsync(name, normal, ct), $"grant to {name} for {normal}", $"account {name}")
            : Invalid(GrantForms);

    public async Task<DirectoryChange> RevokeAsync(string account, string subject, CancellationToken ct) =>
        TryGrant(account, subject, out string name, out string normal)
            ? Explain(await store.RemoveSendGrantAsync(name, normal, ct), $"grant to {name} for {normal}")
            : Invalid(GrantForms);

    /// <summary>What an account may send as besides its own.</summary>
    public ValueTask<IReadOnlyList<string>> ListGrantsAsync(string account, CancellationToken ct) => store.ListSendGrantsAsync(account.ToLowerInvariant(), ct);

    private const string GrantForms = "Write two addresses; the second may be *@ and a domain, or * for any.";

    private static bool TryGrant(string account, string subject, out string name, out string normal)
    {
        normal = "";
        if (!AddressForm.TryNormalise(account, out name))
            return false;
        if (subject == AddressForm.Any)
        {
            normal = subject;
            return true;
        }

        if (!subject.StartsWith("*@", StringComparison.Ordinal))
            return AddressForm.TryNormalise(subject, out normal);
        bool fits = AddressForm.TryNormaliseDomain(subject[2..], out string domain);
        normal = "*@" + domain;
        return fits;
    }

    private static DirectoryChange Explain(DirectoryResult result, string what, string needed) =>
        result is DirectoryResult.NotFound ? new(DirectoryChangeStatus.NotFound, $"There is no {needed}.") : Explain(result, what);

    /// <summary>A new password gets a new salt, unless app passwords have to share it.</summary>
    private async Task<PasswordRecords?> SaltAsync(string address, CancellationToken ct) =>
        await store.FindAccountAsync(address, ct) is { } account && await logins.ListAppPasswordsAsync(account.Id, ct) is [var first, ..] ? PasswordRecords.Parse(first.Records) : null;

    /// <summary>An administrator may choose what users may not, and hears of it.</summary>
    private DirectoryChange Warned(DirectoryChange change, string address, string password) => change.IsDone ? change with { Warning = policy?.Objection(address, password) } : change;

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
