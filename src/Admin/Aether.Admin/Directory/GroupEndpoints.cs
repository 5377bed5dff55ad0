using Aether.Admin.Contracts;
using Aether.Identity.Directory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Directory;

/// <summary>Groups: list, add, remove, and who is in them.</summary>
internal static class GroupEndpoints
{
    public static void MapGroups(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/groups", List);
        routes.MapPost("/groups", AddAsync);
        routes.MapDelete("/groups/{name}", RemoveAsync);
        routes.MapPost("/groups/{name}/members", AddMemberAsync);
        routes.MapDelete("/groups/{name}/members/{member}", RemoveMemberAsync);
    }

    /// <summary>All of them, written as they are read; or a page of so many behind an address.</summary>
    private static IResult List(string? domain, string? after, int? limit, GroupService groups, CancellationToken ct)
    {
        if (limit is < 1)
            return Problems.Invalid("The limit is at least 1.");
        var list = groups.ListAsync(domain, after ?? "", ct).Select(static group => new GroupView(group.Name, group.Description, group.Members));
        return TypedResults.Json(limit is { } most ? list.Take(most) : list, AdminJson.Default.IAsyncEnumerableGroupView);
    }

    private static async Task<IResult> AddAsync(AddGroupRequest request, GroupService groups, CancellationToken ct) => Problems.Of(await groups.AddAsync(request.Name, request.Description, ct));

    private static async Task<IResult> RemoveAsync(string name, GroupService groups, CancellationToken ct) => Problems.Of(await groups.RemoveAsync(name, ct));

    private static async Task<IResult> AddMemberAsync(string name, AddMemberRequest request, GroupService groups, CancellationToken ct) => Problems.Of(await groups.AddMemberAsync(name, request.Member, ct));

    private static async Task<IResult> RemoveMemberAsync(string name, string member, GroupService groups, CancellationToken ct) => Problems.Of(await groups.RemoveMemberAsync(name, member, ct));
}
