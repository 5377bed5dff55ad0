using Aether.Admin.Contracts;
using Aether.Identity.Addresses;
using Aether.Identity.Sessions;
using Aether.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Logins;

/// <summary>Who is logged in, and who was: list, end, look back.</summary>
internal static class SessionEndpoints
{
    private const int MaxLogins = 1000;

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sessions", ListAsync);
        routes.MapDelete("/sessions/{id}", EndAsync);
        routes.MapDelete("/accounts/{address}/sessions", EndAllAsync);
        routes.MapGet("/accounts/{address}/logins", LoginsAsync);
    }

    private static async Task<IResult> ListAsync(string? account, SessionRegistry sessions, CancellationToken ct) => TypedResults.Json<IReadOnlyList<SessionView>>(
        [.. (await sessions.ListAsync(account, ct)).Select(row => new SessionView(row.Id, row.Address, row.Protocol, row.Client, row.Peer, row.Since, row.Seen))], AdminJson.Default.IReadOnlyListSessionView);

    private static async Task<IResult> EndAsync(string id, SessionRegistry sessions, CancellationToken ct) => Problems.Of(await sessions.EndAsync(id, ct));

    private static async Task<IResult> EndAllAsync(string address, SessionRegistry sessions, CancellationToken ct) => Problems.Of(await sessions.EndAllAsync(address, ct));

    private static async Task<IResult> LoginsAsync(string address, MailStore store, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(address, out string normal) || await store.Directory.FindAccountAsync(normal, ct) is not { } account)
            return Problems.NotFound($"account {address}");
        return TypedResults.Json<IReadOnlyList<LoginView>>(
            [.. (await store.LoginHistory.ListAsync(account.Id, MaxLogins, ct)).Select(one => new LoginView(one.Protocol, one.Peer, one.App, one.Succeeded, one.First, one.Last, one.Count))],
            AdminJson.Default.IReadOnlyListLoginView);
    }
}
