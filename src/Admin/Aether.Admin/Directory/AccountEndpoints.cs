using Aether.Admin.Contracts;
using Aether.Identity.Directory;
using Aether.Storage.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Directory;

/// <summary>Accounts: list, add, set the password, remove.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts", ListAsync);
        routes.MapPost("/accounts", AddAsync);
        routes.MapPut("/accounts/{address}/password", SetPasswordAsync);
        routes.MapDelete("/accounts/{address}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(string? domain, DirectoryService directory, CancellationToken ct)
    {
        var accounts = await directory.ListAccountsAsync(domain, ct);
        return TypedResults.Json<IReadOnlyList<AccountView>>([.. accounts.Select(View)], AdminJson.Default.IReadOnlyListAccountView);
    }

    private static async Task<IResult> AddAsync(AddAccountRequest request, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(await directory.AddAccountAsync(request.Address, request.Password, Math.Max(0, request.QuotaBytes), ct));

    private static async Task<IResult> SetPasswordAsync(string address, SetPasswordRequest request, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(await directory.SetPasswordAsync(address, request.Password, ct));

    private static async Task<IResult> RemoveAsync(string address, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(await directory.RemoveAccountAsync(address, ct));

    private static AccountView View(Account account) =>
        new(account.Address, account.State.ToString().ToLowerInvariant(), account.Messages, account.UsedBytes, account.QuotaBytes, account.QuotaMessages, account.Created);
}
