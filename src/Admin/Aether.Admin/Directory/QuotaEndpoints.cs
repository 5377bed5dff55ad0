using Aether.Admin.Contracts;
using Aether.Identity.Directory;
using Aether.Storage.Quotas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Directory;

/// <summary>Quotas of accounts, domains and tenants.</summary>
internal static class QuotaEndpoints
{
    public static void MapQuotas(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/accounts/{name}/quota", QuotaOwner.Account);
        Map(routes, "/domains/{name}/quota", QuotaOwner.Domain);
        Map(routes, "/tenants/{name}/quota", QuotaOwner.Tenant);
    }

    private static void Map(IEndpointRouteBuilder routes, string path, QuotaOwner owner) =>
        routes.MapPut(path, async (string name, QuotaRequest request, QuotaService quotas, CancellationToken ct) =>
            Problems.Of(await quotas.SetQuotaAsync(owner, name, new QuotaLimit(request.Bytes, request.Messages) { Mailboxes = request.Mailboxes }, ct)));
}
