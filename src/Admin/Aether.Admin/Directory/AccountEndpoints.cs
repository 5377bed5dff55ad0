using Aether.Admin.Contracts;
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

    private static async Task<IResult> ListAsync(string? domain, DirectoryStore directory, CancellationToken ct)
    {
        var accounts = await directory.ListAccountsAsync(domain, ct);
        return TypedResults.Json<IReadOnlyList<AccountView>>([.. accounts.Select(View)], AdminJson.Default.IReadOnlyListAccountView);
    }

    private static async Task<IResult> AddAsync(AddAccountRequest request, DirectoryStore directory, PasswordRecords passwords, CancellationToken ct)
    {
        if (!MailNames.TryAddress(request.Address, out string address))
            return Problems.Invalid($"\"{request.Address}\" is not an address.");
        if (request.Password.Length == 0)
            return Problems.Invalid("The password is empty.");
        if (request.QuotaBytes < 0)
            return Problems.Invalid("A quota can't be negative.");
        return Problems.Of(await directory.AddAccountAsync(address, passwords(request.Password), request.QuotaBytes, ct), $"account {address}");
    }

    private static async Task<IResult> SetPasswordAsync(string address, SetPasswordRequest request, DirectoryStore directory, PasswordRecords passwords, CancellationToken ct)
    {
        if (!MailNames.TryAddress(address, out string name))
            return Problems.Invalid($"\"{address}\" is not an address.");
        if (request.Password.Length == 0)
            return Problems.Invalid("The password is empty.");
        return Problems.Of(await directory.SetSecretAsync(name, passwords(request.Password), ct), $"account {name}");
    }

    private static async Task<IResult> RemoveAsync(string address, DirectoryStore directory, CancellationToken ct) => MailNames.TryAddress(address, out string name)
        ? Problems.Of(await directory.RemoveAccountAsync(name, ct), $"account {name}")
        : Problems.Invalid($"\"{address}\" is not an address.");

    private static AccountView View(Account account) =>
        new(account.Address, account.State.ToString().ToLowerInvariant(), account.Messages, account.UsedBytes, account.QuotaBytes, account.Created);
}
