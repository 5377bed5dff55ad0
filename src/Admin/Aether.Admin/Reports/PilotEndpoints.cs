using Aether.Admin.Contracts;
using Aether.Identity.Addresses;
using Aether.Storage.Accounts;
using Aether.Validation.Pilot;
using Aether.Validation.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Reports;

/// <summary>The way of a domain to p=reject.</summary>
internal static class PilotEndpoints
{
    private const int MaxStrange = 200;
    private const int MaxName = 253;

    public static void MapPilot(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/domains/{name}/pilot", LookAsync);
        routes.MapPut("/domains/{name}/pilot", WishAsync);
        routes.MapPost("/pilots/run", RunAsync);
    }

    private static async Task<IResult> LookAsync(string name, DirectoryStore directory, DmarcPilot pilot, CancellationToken ct)
    {
        if (await directory.FindDomainAsync(Normal(name), ct) is not { } domain)
            return Problems.NotFound($"domain {name}");
        return TypedResults.Json(PilotViews.Of(domain.Name, await pilot.LookAsync(domain.Name, ct)), AdminJson.Default.PilotView);
    }

    private static async Task<IResult> WishAsync(string name, PilotRequest request, DirectoryStore directory, DmarcPilot pilot, DomainPublisher publisher, CancellationToken ct)
    {
        if (await directory.FindDomainAsync(Normal(name), ct) is not { } domain)
            return Problems.NotFound($"domain {name}");
        if (request.Publishes is true && !publisher.CanPublish)
            return Problems.Invalid("There is no way to publish anything: set dns.updates or dns.publishCommand.");
        var wish = await pilot.WishAsync(domain.Name, ct);
        var strange = wish.Strange.ToHashSet(StringComparer.Ordinal);
        if (request.Mine is { } mine && !strange.Remove(mine))
            return Problems.NotFound($"source {mine} among those that are not mine");
        if (request.NotMine is { Length: > 0 and <= MaxName } other)
            strange.Add(other);
        if (strange.Count > MaxStrange)
            return Problems.Invalid($"At most {MaxStrange} sources can be set apart.");
        await pilot.WishAsync(domain.Name, new PilotWish(request.Publishes ?? wish.Publishes, [.. strange.Order(StringComparer.Ordinal)]), ct);
        return TypedResults.NoContent();
    }

    /// <summary>Looks now what would be looked at within the hour.</summary>
    private static async Task<IResult> RunAsync(DmarcPilot pilot, CancellationToken ct)
    {
        await pilot.RunAsync(ct);
        return TypedResults.NoContent();
    }

    private static string Normal(string name) => AddressForm.TryNormaliseDomain(name, out string normal) ? normal : name;
}
