using Aether.Admin.Contracts;
using Aether.Identity.Directory;
using Aether.Storage.Quotas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Directory;

/// <summary>Tenants and the domains they have.</summary>
internal static class TenantEndpoints
{
    public static void MapTenants(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tenants", ListAsync);
        routes.MapPost("/tenants", AddAsync);
        routes.MapDelete("/tenants/{name}", RemoveAsync);
        routes.MapPut("/domains/{name}/tenant", SetDomainAsync);
    }

    private static async Task<IResult> ListAsync(QuotaService quotas, CancellationToken ct)
    {
        var tenants = await quotas.ListTenantsAsync(ct);
        return TypedResults.Json<IReadOnlyList<TenantView>>([.. tenants.Select(View)], AdminJson.Default.IReadOnlyListTenantView);
    }

    private static async Task<IResult> AddAsync(AddTenantRequest request, QuotaService quotas, CancellationToken ct) =>
        Problems.Of(await quotas.AddTenantAsync(request.Name, ct));

    private static async Task<IResult> RemoveAsync(string name, QuotaService quotas, CancellationToken ct) =>
        Problems.Of(await quotas.RemoveTenantAsync(name, ct));

    private static async Task<IResult> SetDomainAsync(string name, SetTenantRequest request, QuotaService quotas, CancellationToken ct) =>
        Problems.Of(await quotas.SetDomainTenantAsync(name, request.Tenant, ct));

    private static TenantView View(Tenant tenant) => new(tenant.Name, tenant.Domains, QuotaViews.Of(tenant.Usage));
}
