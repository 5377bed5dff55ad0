using Aether.Admin.Contracts;
using Aether.Identity.Directory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Directory;

/// <summary>Aliases: list, add, remove.</summary>
internal static class AliasEndpoints
{
    public static void MapAliases(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/aliases", ListAsync);
        routes.MapPost("/aliases", AddAsync);
        routes.MapDelete("/aliases/{name}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(string? domain, DirectoryService directory, CancellationToken ct)
    {
        var aliases = await directory.ListAliasesAsync(domain, ct);
        return TypedResults.Json<IReadOnlyList<AliasView>>([.. aliases.Select(alias => new AliasView(alias.Name, alias.Target))], AdminJson.Default.IReadOnlyListAliasView);
    }

    private static async Task<IResult> AddAsync(AddAliasRequest request, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(await directory.AddAliasAsync(request.Name, request.Target, ct));

    private static async Task<IResult> RemoveAsync(string name, string? target, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(await directory.RemoveAliasAsync(name, target, ct));
}
