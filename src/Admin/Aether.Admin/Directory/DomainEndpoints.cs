using Aether.Admin.Contracts;
using Aether.Identity.Directory;
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
        routes.MapDelete("/domains/{name}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(DirectoryService directory, CancellationToken ct)
    {
        var domains = await directory.ListDomainsAsync(ct);
        return TypedResults.Json<IReadOnlyList<DomainView>>([.. domains.Select(domain => new DomainView(domain.Name, domain.CatchAll))], AdminJson.Default.IReadOnlyListDomainView);
    }

    private static async Task<IResult> AddAsync(AddDomainRequest request, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(await directory.AddDomainAsync(request.Name, request.CatchAll, ct));

    private static async Task<IResult> RemoveAsync(string name, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(await directory.RemoveDomainAsync(name, ct));
}
