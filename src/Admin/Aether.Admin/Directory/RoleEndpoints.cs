using Aether.Admin.Contracts;
using Aether.Identity.Roles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Directory;

/// <summary>Roles: who may do what.</summary>
internal static class RoleEndpoints
{
    public static void MapRoles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/roles", ListAsync);
        routes.MapPost("/accounts/{address}/roles", AddAsync);
        routes.MapDelete("/accounts/{address}/roles/{role}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(string? account, RoleService roles, CancellationToken ct) => TypedResults.Json<IReadOnlyList<RoleView>>(
        [.. (await roles.ListAsync(account, ct)).Select(grant => new RoleView(grant.Address, grant.Role, grant.Domain))], AdminJson.Default.IReadOnlyListRoleView);

    private static async Task<IResult> AddAsync(string address, RoleRequest request, RoleService roles, CancellationToken ct) => Problems.Of(await roles.AddAsync(address, request.Role, request.Domain, ct));

    private static async Task<IResult> RemoveAsync(string address, string role, string? domain, RoleService roles, CancellationToken ct) => Problems.Of(await roles.RemoveAsync(address, role, domain, ct));
}
