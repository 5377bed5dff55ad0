using Aether.Identity.Addresses;
using Aether.Identity.Directory;
using Aether.Storage.Accounts;

namespace Aether.Identity.Roles;

/// <summary>Who may do what: asked by every interface, changed by those who manage it.</summary>
public sealed class RoleService(RoleStore store)
{
    /// <summary>Whether an account may do something.</summary>
    /// <param name="address">Of the account, in its one form.</param>
    /// <param name="domain">In which domain; null: everywhere, which only a role without a domain allows.</param>
    public async ValueTask<bool> MayAsync(string address, Permission permission, string? domain, CancellationToken ct)
    {
        foreach (var grant in await store.ListAsync(address, ct))
        {
            if (RoleTable.Has(grant.Role, permission) && (grant.Domain.Length == 0 || grant.Domain == domain))
                return true;
        }
        return false;
    }

    /// <param name="domain">Null: everywhere.</param>
    public async Task<DirectoryChange> AddAsync(string address, string role, string? domain, CancellationToken ct)
    {
        if (TryRead(address, role, domain, out var grant) is { } problem)
            return problem;
        return await store.AddAsync(grant, ct) switch
        {
            DirectoryResult.Done => Done(grant),
            DirectoryResult.AlreadyExists => new(DirectoryChangeStatus.AlreadyExists, $"{grant.Address} is {role} already."),
            DirectoryResult.NoSuchDomain => new(DirectoryChangeStatus.NotFound, $"There is no domain {grant.Domain}."),
            _ => new(DirectoryChangeStatus.NotFound, $"There is no account {grant.Address}."),
        };
    }

    public async Task<DirectoryChange> RemoveAsync(string address, string role, string? domain, CancellationToken ct)
    {
        if (TryRead(address, role, domain, out var grant) is { } problem)
            return problem;
        return await store.RemoveAsync(grant, ct) is DirectoryResult.Done ? Done(grant) : new(DirectoryChangeStatus.NotFound, $"{grant.Address} is not {role}{(domain is null ? "" : $" of {domain}")}.");
    }

    /// <summary>Those of one account.</summary>
    public ValueTask<IReadOnlyList<RoleGrant>> ListAsync(string address, CancellationToken ct) => store.ListAsync(AddressForm.TryNormalise(address, out string normal) ? normal : "", ct);

    /// <summary>Those of all accounts, by address; read as they are asked for.</summary>
    public IAsyncEnumerable<RoleGrant> ListAllAsync(CancellationToken ct) => store.ListAllAsync(ct);

    private static DirectoryChange? TryRead(string address, string role, string? domain, out RoleGrant grant)
    {
        grant = new RoleGrant("", role, "");
        if (!AddressForm.TryNormalise(address, out string normal))
            return Invalid($"'{address}' is not an address.");
        string where = "";
        if (domain is not null && !AddressForm.TryNormaliseDomain(domain, out where))
            return Invalid($"'{domain}' is not a domain name.");
        grant = new RoleGrant(normal, role, where);
        return RoleTable.CanBeGiven(role, where) ? null : Invalid(role switch
        {
            RoleTable.Admin => "An admin is one everywhere: leave the domain out.",
            RoleTable.DomainAdmin => "Name the domain of the domain-admin.",
            _ => $"'{role}' is none of {string.Join(", ", RoleTable.Names)}.",
        });
    }

    private static DirectoryChange Done(RoleGrant grant) => new(DirectoryChangeStatus.Done, $"Done: {grant.Role} {grant.Address}.");

    private static DirectoryChange Invalid(string message) => new(DirectoryChangeStatus.Invalid, message);
}
