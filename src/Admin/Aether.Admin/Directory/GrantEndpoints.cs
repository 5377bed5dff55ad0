using Aether.Admin.Contracts;
using Aether.Identity.Directory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Directory;

/// <summary>What accounts may send as besides their own addresses: list, add, remove.</summary>
internal static class GrantEndpoints
{
    public static void MapGrants(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts/{address}/grants", ListAsync);
        routes.MapPost("/accounts/{address}/grants", AddAsync);
        routes.MapDelete("/accounts/{address}/grants", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(string address, DirectoryService directory, CancellationToken ct)
    {
        var subjects = await directory.ListGrantsAsync(address, ct);
        return TypedResults.Json<IReadOnlyList<GrantView>>([.. subjects.Select(subject => new GrantView(subject))], AdminJson.Default.IReadOnlyListGrantView);
    }

    private static async Task<IResult> AddAsync(string address, GrantRequest request, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(await directory.GrantAsync(address, request.Subject, ct));

    private static async Task<IResult> RemoveAsync(string address, string subject, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(await directory.RevokeAsync(address, subject, ct));
}
