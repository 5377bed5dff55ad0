using Aether.Admin.Contracts;
using Aether.Identity.Bans;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Logins;

/// <summary>Networks that may not connect: list, ban, lift.</summary>
internal static class BanEndpoints
{
    private const int MaxReason = 200;

    public static void MapBans(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/bans", ListAsync);
        routes.MapPost("/bans", AddAsync);
        routes.MapDelete("/bans", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(BanList bans, CancellationToken ct) => TypedResults.Json<IReadOnlyList<BanView>>(
        [.. (await bans.ListAsync(ct)).Select(ban => new BanView(ban.Network, ban.Reason, ban.Since, ban.Until))], AdminJson.Default.IReadOnlyListBanView);

    private static async Task<IResult> AddAsync(AddBanRequest request, BanList bans, CancellationToken ct)
    {
        if (BanNetwork.TryParse(request.Network) is not { } network)
            return Problems.Invalid($"'{request.Network}' is not an address or a network such as 192.0.2.0/24.");
        if (request.Reason.Length > MaxReason || request.Reason.Any(char.IsControl) || request.Seconds is <= 0)
            return Problems.Invalid($"A reason is one line of up to {MaxReason} characters, and a ban lasts a while.");
        await bans.AddAsync(network, request.Reason, request.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, ct);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> RemoveAsync(string network, BanList bans, CancellationToken ct)
    {
        if (BanNetwork.TryParse(network) is not { } known)
            return Problems.Invalid($"'{network}' is not an address or a network such as 192.0.2.0/24.");
        return await bans.RemoveAsync(known, ct) ? TypedResults.NoContent() : Problems.NotFound($"ban of {network}");
    }
}
