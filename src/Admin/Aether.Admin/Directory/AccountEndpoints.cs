using Aether.Admin.Contracts;
using Aether.Identity.Directory;
using Aether.Storage.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Directory;

/// <summary>Accounts: list, add, set the password, let in and keep out, remove.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts", List);
        routes.MapPost("/accounts", AddAsync);
        routes.MapPut("/accounts/{address}/password", SetPasswordAsync);
        routes.MapPut("/accounts/{address}/state", SetStateAsync);
        routes.MapPut("/accounts/{address}/password-use", SetPasswordUseAsync);
        routes.MapDelete("/accounts/{address}", RemoveAsync);
    }

    /// <summary>All of them, written as they are read; or a page of so many behind an address.</summary>
    private static IResult List(string? domain, string? after, int? limit, DirectoryService directory, CancellationToken ct)
    {
        if (limit is < 1)
            return Problems.Invalid("The limit is at least 1.");
        var accounts = directory.ListAccountsAsync(domain, after ?? "", ct).Select(View);
        return TypedResults.Json(limit is { } most ? accounts.Take(most) : accounts, AdminJson.Default.IAsyncEnumerableAccountView);
    }

    private static async Task<IResult> AddAsync(AddAccountRequest request, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(request.IsHash
            ? await directory.ImportAccountAsync(request.Address, request.Password, Math.Max(0, request.QuotaBytes), ct)
            : await directory.AddAccountAsync(request.Address, request.Password, Math.Max(0, request.QuotaBytes), ct));

    private static async Task<IResult> SetPasswordAsync(string address, SetPasswordRequest request, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(request.IsHash ? await directory.ImportPasswordAsync(address, request.Password, ct) : await directory.SetPasswordAsync(address, request.Password, ct));

    private static async Task<IResult> SetStateAsync(string address, SetAccountStateRequest request, DirectoryService directory, CancellationToken ct) => request.State switch
    {
        "active" => Problems.Of(await directory.SetStateAsync(address, AccountState.Active, ct)),
        "disabled" => Problems.Of(await directory.SetStateAsync(address, AccountState.Disabled, ct)),
        _ => Problems.Invalid($"'{request.State}' is neither active nor disabled."),
    };

    private static async Task<IResult> SetPasswordUseAsync(string address, PasswordUseRequest request, DirectoryService directory, CancellationToken ct) => request.Use switch
    {
        PasswordUseRequest.Everywhere => Problems.Of(await directory.SetPasswordUseAsync(address, PasswordUse.Everywhere, ct)),
        PasswordUseRequest.Web => Problems.Of(await directory.SetPasswordUseAsync(address, PasswordUse.WebOnly, ct)),
        PasswordUseRequest.Domain => Problems.Of(await directory.SetPasswordUseAsync(address, PasswordUse.AsDomain, ct)),
        _ => Problems.Invalid($"'{request.Use}' is neither everywhere, web nor domain."),
    };

    private static async Task<IResult> RemoveAsync(string address, DirectoryService directory, CancellationToken ct) =>
        Problems.Of(await directory.RemoveAccountAsync(address, ct));

    private static AccountView View(Account account) =>
        new(account.Address, account.State.ToString().ToLowerInvariant(), account.Messages, account.UsedBytes, account.QuotaBytes, account.QuotaMessages, account.Created)
        {
            PasswordUse = account.IsPasswordForWebOnly ? PasswordUseRequest.Web : PasswordUseRequest.Everywhere,
        };
}
