using Aether.Admin.Contracts;
using Aether.Identity.AppPasswords;
using Aether.Storage.Logins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Logins;

/// <summary>Passwords of single programs: list, make, revoke.</summary>
internal static class AppPasswordEndpoints
{
    public static void MapAppPasswords(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts/{address}/app-passwords", ListAsync);
        routes.MapPost("/accounts/{address}/app-passwords", AddAsync);
        routes.MapDelete("/accounts/{address}/app-passwords/{name}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(string address, AppPasswordService passwords, CancellationToken ct) =>
        await passwords.ListAsync(address, ct) is { } rows
            ? TypedResults.Json<IReadOnlyList<AppPasswordView>>([.. rows.Select(View)], AdminJson.Default.IReadOnlyListAppPasswordView)
            : Problems.NotFound($"account {address}");

    private static async Task<IResult> AddAsync(string address, AddAppPasswordRequest request, AppPasswordService passwords, TimeProvider clock, CancellationToken ct)
    {
        TimeSpan? length = request.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        var (change, password) = await passwords.CreateAsync(address, request.Name, request.Protocols, request.Networks, length, ct);
        if (password is null)
            return Problems.Of(change);
        var now = clock.GetUtcNow();
        return TypedResults.Json(new AppPasswordView(request.Name, request.Protocols, request.Networks, now, now + length, null, "", password), AdminJson.Default.AppPasswordView);
    }

    private static async Task<IResult> RemoveAsync(string address, string name, AppPasswordService passwords, CancellationToken ct) => Problems.Of(await passwords.RemoveAsync(address, name, ct));

    private static AppPasswordView View(AppPasswordRow row) => new(
        row.Name, row.Protocols.Split(' ', StringSplitOptions.RemoveEmptyEntries), row.Networks.Split(' ', StringSplitOptions.RemoveEmptyEntries), row.Created, row.Expires, row.Used, row.UsedFrom);
}
