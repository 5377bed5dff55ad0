using Aether.Admin.Contracts;
using Aether.Identity.Addresses;
using Aether.Identity.Directory;
using Aether.Storage;
using Aether.Storage.Accounts;
using Aether.Storage.Quotas;
using Aether.Validation.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Directory;

/// <summary>Domains: list, add, remove.</summary>
internal static class DomainEndpoints
{
    public static void MapDomains(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/domains", ListAsync);
        routes.MapPost("/domains", AddAsync);
        routes.MapPut("/domains/{name}/password-use", SetPasswordUseAsync);
        routes.MapDelete("/domains/{name}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(DirectoryService directory, MailStore store, CancellationToken ct)
    {
        var views = new List<DomainView>();
        var uses = (await store.DomainSettings.ListAsync(DomainSetting.PasswordUse, ct)).ToDictionary(static setting => setting.Domain, static setting => setting.Value);
        foreach (var domain in await directory.ListDomainsAsync(ct))
        {
            var quota = QuotaViews.Of(await store.Quotas.FindAsync(QuotaOwner.Domain, domain.Name, ct));
            views.Add(new DomainView(domain.Name, domain.CatchAll, await store.Quotas.TenantOfAsync(domain.Name, ct), quota) { PasswordUse = uses.GetValueOrDefault(domain.Name, PasswordUseRequest.Everywhere) });
        }
        return TypedResults.Json<IReadOnlyList<DomainView>>(views, AdminJson.Default.IReadOnlyListDomainView);
    }

    /// <summary>Its mail is signed from the first on; <c>aether domain dns</c> shows what to publish.</summary>
    private static async Task<IResult> AddAsync(AddDomainRequest request, DirectoryService directory, SigningKeys keys, CancellationToken ct)
    {
        var added = await directory.AddDomainAsync(request.Name, request.CatchAll, ct);
        if (added.Status is DirectoryChangeStatus.Done && AddressForm.TryNormaliseDomain(request.Name, out string name))
            await keys.CreateAsync(name, SigningKeyState.Signing, ct);
        return Problems.Of(added);
    }

    private static async Task<IResult> SetPasswordUseAsync(string name, PasswordUseRequest request, DirectoryService directory, MailStore store, CancellationToken ct)
    {
        if (!AddressForm.TryNormaliseDomain(name, out string normal) || (await directory.ListDomainsAsync(ct)).All(domain => domain.Name != normal))
            return Problems.NotFound($"domain {name}");
        switch (request.Use)
        {
            case PasswordUseRequest.Everywhere:
                await store.DomainSettings.RemoveAsync(normal, DomainSetting.PasswordUse, ct);
                return TypedResults.NoContent();
            case PasswordUseRequest.Web:
                await store.DomainSettings.SetAsync(normal, DomainSetting.PasswordUse, DomainSetting.WebOnly, ct);
                return TypedResults.NoContent();
            default:
                return Problems.Invalid($"'{request.Use}' is neither everywhere nor web.");
        }
    }

    private static async Task<IResult> RemoveAsync(string name, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(await directory.RemoveDomainAsync(name, ct));
}
