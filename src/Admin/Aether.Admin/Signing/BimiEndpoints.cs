using Aether.Admin.Contracts;
using Aether.Identity.Addresses;
using Aether.Storage.Accounts;
using Aether.Validation.Bimi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Signing;

/// <summary>The indicators of our domains.</summary>
internal static class BimiEndpoints
{
    public static void MapBimi(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/domains/{name}/bimi", SetAsync);
        routes.MapDelete("/domains/{name}/bimi", RemoveAsync);
    }

    private static async Task<IResult> SetAsync(string name, BimiRequest request, DirectoryStore directory, OwnMarks marks, CancellationToken ct)
    {
        if (await directory.FindDomainAsync(Normal(name), ct) is not { } domain)
            return Problems.NotFound($"domain {name}");
        string problem = await marks.SetAsync(domain.Name, request.Image, request.Certificate, ct);
        return problem.Length == 0 ? TypedResults.NoContent() : Problems.Invalid(problem);
    }

    private static async Task<IResult> RemoveAsync(string name, OwnMarks marks, CancellationToken ct) =>
        await marks.RemoveAsync(Normal(name), ct) ? TypedResults.NoContent() : Problems.NotFound($"indicator of {name}");

    private static string Normal(string name) => AddressForm.TryNormaliseDomain(name, out string normal) ? normal : name;
}
