using Aether.Admin.Contracts;
using Aether.Identity.Directory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Directory;

/// <summary>Aliases: list, add, remove.</summary>
internal static class AliasEndpoints
{
    public static void MapAliases(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/aliases", List);
        routes.MapPost("/aliases", AddAsync);
        routes.MapDelete("/aliases/{name}", RemoveAsync);
    }

    /// <summary>Written as they are read.</summary>
    private static JsonHttpResult<IAsyncEnumerable<AliasView>> List(string? domain, DirectoryService directory, CancellationToken ct) =>
        TypedResults.Json(directory.ListAliasesAsync(domain, ct).Select(static alias => new AliasView(alias.Name, alias.Target)), AdminJson.Default.IAsyncEnumerableAliasView);

    private static async Task<IResult> AddAsync(AddAliasRequest request, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(await directory.AddAliasAsync(request.Name, request.Target, ct));

    private static async Task<IResult> RemoveAsync(string name, string? target, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(await directory.RemoveAliasAsync(name, target, ct));
}
