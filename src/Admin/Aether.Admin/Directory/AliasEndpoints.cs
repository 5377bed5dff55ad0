using Aether.Admin.Contracts;
using Aether.Storage.Accounts;
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

    private static async Task<IResult> ListAsync(string? domain, DirectoryStore directory, CancellationToken ct)
    {
        var aliases = await directory.ListAliasesAsync(domain, ct);
        return TypedResults.Json<IReadOnlyList<AliasView>>([.. aliases.Select(alias => new AliasView(alias.Name, alias.Target))], AdminJson.Default.IReadOnlyListAliasView);
    }

    private static async Task<IResult> AddAsync(AddAliasRequest request, DirectoryStore directory, CancellationToken ct)
    {
        if (!MailNames.TryAddress(request.Name, out string name))
            return Problems.Invalid($"\"{request.Name}\" is not an address.");
        if (!MailNames.TryAddress(request.Target, out string target))
            return Problems.Invalid($"\"{request.Target}\" is not an address.");
        return Problems.Of(await directory.AddAliasAsync(name, target, ct), $"alias {name}");
    }

    private static async Task<IResult> RemoveAsync(string name, string? target, DirectoryStore directory, CancellationToken ct)
    {
        if (!MailNames.TryAddress(name, out string alias))
            return Problems.Invalid($"\"{name}\" is not an address.");
        string? only = null;
        if (target is not null && !MailNames.TryAddress(target, out only))
            return Problems.Invalid($"\"{target}\" is not an address.");
        return Problems.Of(await directory.RemoveAliasAsync(alias, only, ct), $"alias {alias}");
    }
}
