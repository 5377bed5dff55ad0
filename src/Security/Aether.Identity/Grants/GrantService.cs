using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Aether.Identity.Tokens;
using Aether.Storage;
using Aether.Storage.Accounts;
using Aether.Storage.Grants;
using Aether.Validation.Keys;
using Microsoft.Extensions.Logging;

namespace Aether.Identity.Grants;

/// <summary>What users let programs do, from their word to tokens and to the end of it. RFC 6749, RFC 7636, RFC 9700.</summary>
public sealed partial class GrantService(GrantStore store, OauthOptions options, KeySealer sealer, AccessTokens tokens, GrantedTokenVerifier verifier, TimeProvider clock, ILogger<GrantService> logger)
{
    /// <summary>A code is redeemed at once, or never. RFC 6749 §4.1.2.</summary>
    private static readonly TimeSpan CodeLasts = TimeSpan.FromMinutes(1);

    /// <summary>An answer that was lost on its way may be asked for again: the refresh token before is taken for so long.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(30);

    private readonly GrantToken codes = new(() => sealer.Derive("oauth codes"));

    public OauthOptions Options => options;

    /// <summary>A user lets a program in.</summary>
    /// <param name="challenge">The hash of the program's secret. RFC 7636 §4.2.</param>
    /// <returns>The code for the program; null: the account has too many grants, or is none any more.</returns>
    public async Task<string?> AllowAsync(Account account, OauthClient client, string redirect, string challenge, CancellationToken ct)
    {
        var grant = NewGrant(account, client.Id);
        if (await store.AddAsync(grant, new CodeTerms(redirect, challenge, clock.GetUtcNow() + CodeLasts), ct) is not DirectoryResult.Done)
            return null;
        LogAllowed(logger, account.Address, client.Id);
        return codes.Create(GrantToken.Code, grant.Id, 0);
    }

    /// <summary>A program redeems its code with its secret. A code that comes twice ends all that came of it.</summary>
    /// <returns>Null: it gets nothing.</returns>
    public async Task<TokenSet?> RedeemAsync(string code, string client, string redirect, string secret, CancellationToken ct)
    {
        if (!codes.TryRead(GrantToken.Code, code, out string id, out _) || !IsSecret(secret))
            return null;
        string challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));
        return await TokensAsync(id, client, 1, () => store.RedeemAsync(id, client, redirect, challenge, options.Idle, ct), ct);
    }

    /// <summary>A program fetches tokens anew. A refresh token that comes again later ends the grant: somebody has a copy.</summary>
    /// <returns>Null: it gets nothing.</returns>
    public async Task<TokenSet?> RefreshAsync(string token, string client, CancellationToken ct) =>
        codes.TryRead(GrantToken.Refresh, token, out string id, out long turn)
            ? await TokensAsync(id, client, turn + 1, () => store.RotateAsync(id, client, turn, Leeway, options.Idle, ct), ct)
            : null;

    /// <summary>A program begins to wait for its user.</summary>
    /// <returns>Null: too many wait.</returns>
    public async Task<DeviceStart?> StartDeviceAsync(OauthClient client, CancellationToken ct)
    {
        for (int i = 0; i < 10; i++)
        {
            var device = new DeviceRow(GrantToken.NewId(), UserCode.Create(), client.Id, clock.GetUtcNow() + DeviceFlow.Lasts);
            switch (await store.AddDeviceAsync(device, ct))
            {
                case DirectoryResult.Done:
                    return new DeviceStart(codes.Create(GrantToken.Device, device.Id, 0), UserCode.Show(device.UserCode), DeviceFlow.Lasts, DeviceFlow.Interval);
                case DirectoryResult.NotEmpty:
                    return null;
            }
        }
        return null;
    }

    /// <summary>The program that waits with a code; null: none.</summary>
    public async ValueTask<DeviceRow?> FindDeviceAsync(string typed, CancellationToken ct) => UserCode.TryRead(typed, out string code) ? await store.FindDeviceAsync(code, ct) : null;

    /// <param name="account">Who agrees; null: nobody.</param>
    /// <returns>False: it waits no more.</returns>
    public async Task<bool> DecideDeviceAsync(DeviceRow device, Account? account, CancellationToken ct)
    {
        if (await store.DecideDeviceAsync(device.UserCode, account is null ? null : NewGrant(account, device.Client), ct) is not DirectoryResult.Done)
            return false;
        if (account is not null)
            LogAllowed(logger, account.Address, device.Client);
        return true;
    }

    /// <summary>A program asks whether its user agreed.</summary>
    public async Task<(DeviceStatus Status, TokenSet? Tokens)> PollDeviceAsync(string deviceCode, string client, CancellationToken ct)
    {
        if (!codes.TryRead(GrantToken.Device, deviceCode, out string id, out _))
            return (DeviceStatus.Expired, null);
        var answer = await store.PollDeviceAsync(id, client, DeviceFlow.Interval, ct);
        if (answer is not { Status: DeviceStatus.Granted, Grant: { } grant })
            return (answer.Status, null);
        return await TokensAsync(grant, client, 1, static () => Task.FromResult(TokenTurn.Done), ct) is { } set ? (DeviceStatus.Granted, set) : (DeviceStatus.Denied, null);
    }

    /// <summary>Those of an account that hold, the latest first.</summary>
    public async Task<IReadOnlyList<GrantState>> ListAsync(AccountId account, CancellationToken ct) => [.. (await store.ListAsync(account, ct)).Where(state => state.Holds(clock.GetUtcNow()))];

    /// <summary>Ends a grant of an account.</summary>
    public async Task<bool> RemoveAsync(AccountId account, string id, CancellationToken ct) =>
        await store.FindAsync(id, ct) is { } state && state.Grant.Account == account && await store.RemoveAsync(state, ct) is DirectoryResult.Done;

    /// <summary>A program, or its user, wants a token to be good no more: the grant ends, with all that is of it. RFC 7009 §2.1.</summary>
    /// <param name="client">Whose token it has to be.</param>
    public async Task RevokeAsync(string token, string client, CancellationToken ct)
    {
        if (await StateOfAsync(token, ct) is not { State: { } state } || state.Grant.Client != client)
            return;
        await store.RemoveAsync(state, ct);
        LogRevoked(logger, state.Address, client);
    }

    /// <summary>What a token is. RFC 7662.</summary>
    /// <returns>Null: it is not good.</returns>
    public async Task<TokenFacts?> InspectAsync(string token, CancellationToken ct)
    {
        if (await StateOfAsync(token, ct) is not { State: { } state } found || !state.Holds(clock.GetUtcNow()))
            return null;
        var grant = state.Grant;
        return found.Access is { } access
            ? new TokenFacts("access_token", state.Address, grant.Client, Time(access.Seconds("iat")), Time(access.Seconds("exp")), grant.Id)
            : found.Turn == grant.Generation ? new TokenFacts("refresh_token", state.Address, grant.Client, grant.Rotated, grant.Until, grant.Id) : null;
    }

    private static DateTimeOffset Time(double? seconds) => DateTimeOffset.FromUnixTimeSeconds((long)(seconds ?? 0));

    /// <summary>RFC 7636 §4.1.</summary>
    private static bool IsSecret(string text) => text.Length is >= 43 and <= 128 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~');

    private OauthGrant NewGrant(Account account, string client) => new(GrantToken.NewId(), account.Id, client, account.LoginEpoch, clock.GetUtcNow(), clock.GetUtcNow() + options.Idle);

    private async Task<(GrantState? State, long Turn, JsonWebToken? Access)> StateOfAsync(string token, CancellationToken ct)
    {
        if (codes.TryRead(GrantToken.Refresh, token, out string id, out long turn))
            return (await store.FindAsync(id, ct), turn, null);
        return (await verifier.VerifyAsync(token, ct)).Grant is { } grant && JsonWebToken.TryParse(token, out var access) ? (await store.FindAsync(grant, ct), 0, access) : default;
    }

    /// <param name="turn">The number of the refresh token that comes of it.</param>
    private async Task<TokenSet?> TokensAsync(string id, string client, long turn, Func<Task<TokenTurn>> take, CancellationToken ct)
    {
        if (await store.FindAsync(id, ct) is not { } before || before.Grant.Client != client || !before.Holds(clock.GetUtcNow()))
            return null;
        var taken = await take();
        if (taken is TokenTurn.Reused)
        {
            LogReused(logger, before.Address, client);
            store.Announce(before);
        }
        if (taken is not TokenTurn.Done)
            return null;
        return new TokenSet(await tokens.CreateAsync(before, ct), options.AccessToken, codes.Create(GrantToken.Refresh, id, turn));
    }

    [LoggerMessage(2042, LogLevel.Information, "{Address} let {Client} in")]
    private static partial void LogAllowed(ILogger logger, string address, string client);

    [LoggerMessage(2043, LogLevel.Warning, "A code or refresh token of {Address} for {Client} came a second time: somebody has a copy, and the grant is gone")]
    private static partial void LogReused(ILogger logger, string address, string client);

    [LoggerMessage(2044, LogLevel.Information, "The grant of {Address} for {Client} was revoked")]
    private static partial void LogRevoked(ILogger logger, string address, string client);
}
