using Aether.Identity.Roles;
using Aether.Imap.Session;
using Aether.Storage.Quotas;

namespace Aether.Imap.Commands.Quotas;

/// <summary>
/// Quota roots by name: <c>account</c>, <c>domain</c> and <c>tenant</c> are those that the user counts in himself; an administrator
/// reaches all others too, as <c>account/ann@example.org</c>, <c>domain/example.org</c> and <c>tenant/acme</c>. RFC 9208 §3.2.
/// </summary>
internal static class QuotaRoots
{
    /// <summary>This user may look at all quotas and set them: the configuration names him, or a role says so.</summary>
    public static async ValueTask<bool> IsAdministratorAsync(ImapSession session, CancellationToken ct) =>
        session.Shared.Options.Administrators.Contains(session.Login!.Address)
        || (session.Shared.Backend.Roles is { } roles && await roles.MayAsync(session.Login.Address, Permission.SetQuotas, null, ct));

    /// <summary>Null when there is no such root, or none that this user may know of.</summary>
    public static async ValueTask<QuotaUsage?> FindAsync(ImapSession session, string root, CancellationToken ct)
    {
        var quotas = session.Store.Quotas;
        int slash = root.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return (await quotas.OfAccountAsync(session.Account, ct)).FirstOrDefault(usage => QuotaLines.RootOf(usage) == root);
        if (!await IsAdministratorAsync(session, ct))
            return null;

        string name = root[(slash + 1)..].ToLowerInvariant();
        switch (root[..slash])
        {
            case "account":
                return await session.Store.Directory.FindAccountAsync(name, ct) is { } account ? await quotas.OfAccountAsync(account.Id, ct) is [var own, ..] ? own : null : null;
            case "domain":
                return await session.Store.Directory.FindDomainAsync(name, ct) is null ? null : await quotas.FindAsync(QuotaOwner.Domain, name, ct) ?? Unlimited(QuotaOwner.Domain, name);
            case "tenant":
                return (await quotas.ListTenantsAsync(ct)).FirstOrDefault(tenant => tenant.Name == root[(slash + 1)..]) is { } found ? found.Usage ?? Unlimited(QuotaOwner.Tenant, found.Name) : null;
            default:
                return null;
        }
    }

    /// <summary>What shares no quota is not counted.</summary>
    private static QuotaUsage Unlimited(QuotaOwner owner, string name) => new(owner, name, default, 0, 0);
}
