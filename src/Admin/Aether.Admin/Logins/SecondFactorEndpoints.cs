using Aether.Admin.Contracts;
using Aether.Identity.SecondFactors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Logins;

/// <summary>Second factors: look, give, take away.</summary>
internal static class SecondFactorEndpoints
{
    public static void MapSecondFactors(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts/{address}/totp", FindAsync);
        routes.MapPost("/accounts/{address}/totp", AddAsync);
        routes.MapDelete("/accounts/{address}/totp", RemoveAsync);
    }

    private static async Task<IResult> FindAsync(string address, SecondFactorService factors, CancellationToken ct) => await factors.FindAsync(address, ct) is { } state
        ? TypedResults.Json(new SecondFactorView(state.IsOn, state.Since, state.Codes), AdminJson.Default.SecondFactorView)
        : Problems.NotFound($"account {address}");

    private static async Task<IResult> AddAsync(string address, SecondFactorService factors, CancellationToken ct)
    {
        var (change, made) = await factors.CreateAsync(address, ct);
        return made is null ? Problems.Of(change) : TypedResults.Json(new EnrolmentView(made.Address, made.Secret, made.Codes), AdminJson.Default.EnrolmentView);
    }

    private static async Task<IResult> RemoveAsync(string address, SecondFactorService factors, CancellationToken ct) => Problems.Of(await factors.RemoveAsync(address, ct));
}
