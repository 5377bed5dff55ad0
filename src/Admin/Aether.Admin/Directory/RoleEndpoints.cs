using System.Runtime.CompilerServices;
using Aether.Admin.Contracts;
using Aether.Identity.Roles;
using Aether.Storage.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Directory;

/// <summary>Roles: who may do what.</summary>
internal static class RoleEndpoints
{
    public static void MapRoles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/roles", List);
        routes.MapPost("/accounts/{address}/roles", AddAsync);
        routes.MapDelete("/accounts/{address}/roles/{role}", RemoveAsync);
    }

    /// <summary>Those of one account, or of all, written as they are read.</summary>
    private static JsonHttpResult<IAsyncEnumerable<RoleView>> List(string? account, RoleService roles, CancellationToken ct) =>
        TypedResults.Json(ReadAsync(account, roles, ct).Select(static grant => new RoleView(grant.Address, grant.Role, grant.Domain)), AdminJson.Default.IAsyncEnumerableRoleView);

    private static async IAsyncEnumerable<RoleGrant> ReadAsync(string? account, RoleService roles, [EnumeratorCancellation] CancellationToken ct)
    {
        if (account is null)
        {
            await foreach (var grant in roles.ListAllAsync(ct))
                yield return grant;
            yield break;
        }

        foreach (var grant in await roles.ListAsync(account, ct))
            yield return grant;
    }

    private static async Task<IResult> AddAsync(string address, RoleRequest request, RoleService roles, CancellationToken ct) => Problems.Of(await roles.AddAsync(address, request.Role, request.Domain, ct));

    private static async Task<IResult> RemoveAsync(string address, string role, string? domain, RoleService roles, CancellationToken ct) => Problems.Of(await roles.RemoveAsync(address, role, domain, ct));
}
