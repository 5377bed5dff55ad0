using Aether.Configuration.Schema;
using Aether.Identity.Addresses;
using Aether.Identity.AppPasswords;
using Aether.Identity.Bans;
using Aether.Identity.Passwords;
using Aether.Identity.Tokens;
using Aether.Storage;
using Aether.Storage.Accounts;
using Aether.Storage.Limits;
using Aether.Storage.Logins;
using Aether.Validation.Keys;
using Microsoft.Extensions.Logging;

namespace Aether.Identity.Logins;

/// <summary>Checks credentials, for every protocol alike. What it answers, and how long it takes, tells nothing about which accounts exist (case A01).</summary>
public sealed partial class Authenticator : IDisposable
{
    /// <summary>No account has it.</summary>
    private static readonly AccountId Nobody = new(0);

    /// <summary>An app password's use is written down once in so long.</summary>
    private static readonly TimeSpan Noted = TimeSpan.FromHours(1);

    private readonly DirectoryStore directory;
    private readonly LoginStore logins;
    private readonly KeySealer? sealer;
    private readonly BanList? bans;
    private readonly LoginLimits limits;
    private readonly RepeatedFailures repeated;
    private readonly ILogger<Authenticator> logger;
    private readonly FailureCounter failures;
    private readonly AccountSlowdown slowdown;
    private readonly RefusalPace pace;
    private readonly TimeProvider clock;
    private readonly CredentialCache cache;
    private readonly HashingGate hashing;

    /// <param name="sealer">Opens the sealed copies of app passwords; null where no mechanism needs them.</param>
    /// <param name="bans">Where addresses end that fail too often; null bans nobody.</param>
    public Authenticator(DirectoryStore directory, LoginStore logins, LoginLimits limits, CountFeed others, TimeProvider clock, ILogger<Authenticator> logger, KeySealer? sealer = null, BanList? bans = null)
    {
        this.directory = directory;
        this.logins = logins;
        this.sealer = sealer;
        this.bans = bans;
        this.limits = limits;
        repeated = new RepeatedFailures(clock);
        this.logger = logger;
        this.clock = clock;
        failures = new FailureCounter(limits, others, clock);
        slowdown = new AccountSlowdown(limits, others, clock);
        pace = new RefusalPace(limits.RefusalStep, clock);
        cache = new CredentialCache(limits.CacheFor > TimeSpan.Zero ? limits.CacheFor : LoginLimits.DefaultCacheFor, clock);
        hashing = new HashingGate(limits.Hashing > 0 ? limits.Hashing : Environment.ProcessorCount, limits.HashingQueue);
    }

    /// <summary>Checks a user's password.</summary>
    /// <param name="user">The login as typed: an address of ours.</param>
    public async ValueTask<LoginResult> VerifyAsync(string user, string password, LoginPeer peer, CancellationToken ct)
    {
        using var attempt = pace.Begin();
        return await attempt.TellAsync(CheckPasswordAsync(user, password, peer, ct), ct);
    }

    private async ValueTask<LoginResult> CheckPasswordAsync(string user, string password, LoginPeer peer, CancellationToken ct)
    {
        if (IsPutOff(peer, isNew: !repeated.IsRepeated(user, password)))
            return new LoginResult(LoginStatus.Throttled);

        var known = await FindAsync(user, peer, ct);
        if (Foreign is { } foreign && foreign.MayKnow(known))
            return await VerifyForeignAsync(foreign, known, (user, password), peer, ct);
        if (repeated.IsWrong(user, password, known))
        {
            LogRefused(logger, peer.Protocol, peer.Address);
            return new LoginResult(LoginStatus.BadCredentials);
        }
        if (known.MayEnter && cache.Find(CredentialCache.Password, known.Address, password, known.Secrets) is { } seen)
            return await SucceedAsync(known.Account!, seen, peer, ct);

        // Behind the cache: a client that knows the password waits for nobody's guesses.
        await SlowDownAsync(known, peer, ct);
        if (await hashing.TryFindAsync(password, known.Secrets, Hash, ct) is not { } match)
            return new LoginResult(LoginStatus.Unavailable);
        if (match < 0 || !known.MayEnter)
        {
            // The right password of a disabled account too: else it would take longer at its second try than a wrong one (case A01).
            repeated.Remember(user, password, known);
            return Refuse(peer, known.Address, known.Account);
        }
        var secret = known.Secrets[match];
        cache.Remember(CredentialCache.Password, known.Address, password, secret);
        slowdown.Succeeded(known.Address);
        if (secret.App is null && secret.Records.IsOutdated(Hash))
            await UpgradeAsync(known, secret, password, ct);
        return await SucceedAsync(known.Account!, secret, peer, ct);
    }

    /// <summary>The account's app passwords are ours; its own password is not.</summary>
    private async ValueTask<LoginResult> VerifyForeignAsync(ForeignLogins foreign, KnownAccount known, (string User, string Password) attempt, LoginPeer peer, CancellationToken ct)
    {
        if (known.MayEnter && cache.Find(CredentialCache.Password, known.Address, attempt.Password, known.Secrets) is { } seen)
            return await SucceedAsync(known.Account!, seen, peer, ct);
        if (known.MayEnter && IsPasswordTaken(known.Account, peer) && foreign.WasRight(known, attempt.Password))
            return Succeed(known.Account!, null, peer, isByPassword: true);
        await SlowDownAsync(known, peer, ct);
        if (known.Secrets.Count > 0)
        {
            if (await hashing.TryFindAsync(attempt.Password, known.Secrets, Hash, ct) is not { } match)
                return new LoginResult(LoginStatus.Unavailable);
            if (match >= 0 && known.MayEnter)
            {
                cache.Remember(CredentialCache.Password, known.Address, attempt.Password, known.Secrets[match]);
                slowdown.Succeeded(known.Address);
                return await SucceedAsync(known.Account!, known.Secrets[match], peer, ct);
            }
        }

        if (await foreign.VerifyAsync(known, attempt.Password, ct) is { } account && IsPasswordTaken(account, peer))
        {
            slowdown.Succeeded(known.Address);
            return Succeed(account, null, peer, isByPassword: true);
        }

        // A program with an old password counts once; the directory may have its own opinion of it, so it is asked each time.
        bool isAgain = repeated.IsRepeated(attempt.User, attempt.Password);
        repeated.Remember(attempt.User, attempt.Password, known);
        if (!isAgain)
            return Refuse(peer, known.Address, known.Account);
        LogRefused(logger, peer.Protocol, peer.Address);
        return new LoginResult(LoginStatus.BadCredentials);
    }

    /// <summary>Checks a digest under an app password: the mechanisms that need the password itself.</summary>
    public async ValueTask<LoginResult> VerifyDigestAsync(string user, Func<byte[], bool> isRight, LoginPeer peer, CancellationToken ct)
    {
        using var attempt = pace.Begin();
        return await attempt.TellAsync(CheckDigestAsync(user, isRight, peer, ct), ct);
    }

    private async ValueTask<LoginResult> CheckDigestAsync(string user, Func<byte[], bool> isRight, LoginPeer peer, CancellationToken ct)
    {
        if (IsPutOff(peer, isNew: true))
            return new LoginResult(LoginStatus.Throttled);
        var known = await FindAsync(user, peer, ct);
        AccountSecret? proven = null;
        foreach (var secret in known.Secrets)
        {
            if (secret.App is { Sealed: { } text } app && sealer?.Open(text, AppPasswordService.PlaceOf(known.Address, app.Name)) is { } password && isRight(password))
                proven = secret;
        }
        return await DecideAsync(known, proven, peer, ct);
    }

    /// <summary>Who checks access tokens; null: none are taken.</summary>
    public ITokenVerifier? Tokens { get; init; }

    /// <summary>What is kept of passwords.</summary>
    public PasswordHash Hash { get; init; } = PasswordHash.Scram;

    /// <summary>Who checks passwords of accounts that a directory knows; null: there is none.</summary>
    public ForeignLogins? Foreign { get; init; }

    /// <summary>Where logins are remembered; null: nowhere.</summary>
    public LoginHistory? History { get; init; }

    /// <summary>Checks an access token.</summary>
    /// <param name="user">Whom the client wants to be; empty: whomever the token is for.</param>
    public async ValueTask<LoginResult> VerifyTokenAsync(string user, string token, LoginPeer peer, CancellationToken ct)
    {
        using var attempt = pace.Begin();
        return await attempt.TellAsync(CheckTokenAsync(user, token, peer, ct), ct);
    }

    private async ValueTask<LoginResult> CheckTokenAsync(string user, string token, LoginPeer peer, CancellationToken ct)
    {
        if (Tokens is null)
            return new LoginResult(LoginStatus.BadCredentials);
        if (IsPutOff(peer, isNew: true))
            return new LoginResult(LoginStatus.Throttled);
        var verdict = await Tokens.VerifyAsync(token, ct);
        if (verdict.Status is TokenStatus.Unavailable)
            return new LoginResult(LoginStatus.Unavailable);
        if (verdict.Status is TokenStatus.Expired)
        {
            // The client fetches another; it guesses nothing, so it counts for nothing.
            LogRefused(logger, peer.Protocol, peer.Address);
            return new LoginResult(LoginStatus.BadCredentials);
        }

        bool isSame = AddressForm.TryNormalise(verdict.User, out string address) && (user.Length == 0 || (AddressForm.TryNormalise(user, out string wanted) && wanted == address));
        return await EnterAsync(verdict.Status is TokenStatus.Good && isSame ? address : "", peer, ct, verdict.Grant);
    }

    /// <summary>Lets somebody in whose certificate TLS has checked.</summary>
    /// <param name="wanted">Whom the client wants to be; empty: whomever the certificate is for.</param>
    /// <param name="certified">The address in the certificate; empty where it has none.</param>
    internal async ValueTask<LoginResult> VerifyCertificateAsync(string wanted, string certified, LoginPeer peer, CancellationToken ct)
    {
        using var attempt = pace.Begin();
        bool isSame = AddressForm.TryNormalise(certified, out string address) && (wanted.Length == 0 || (AddressForm.TryNormalise(wanted, out string other) && other == address));
        return await attempt.TellAsync(EnterAsync(isSame ? address : "", peer, ct), ct);
    }

    /// <summary>Whether attempts from there are put off, because too many failed.</summary>
    /// <param name="isNew">It is no mere repetition of an attempt that failed before.</param>
    internal bool IsPutOff(LoginPeer peer, bool isNew)
    {
        if (!failures.IsBlocked(peer))
            return false;
        if (isNew && failures.CountPutOff(peer))
            Ban(peer);
        LogThrottled(logger, peer.Protocol, peer.Address);
        return true;
    }

    /// <summary>Looks a name up, with the same work whether somebody has it or not.</summary>
    internal async ValueTask<KnownAccount> FindAsync(string user, LoginPeer peer, CancellationToken ct)
    {
        var account = AddressForm.TryNormalise(user, out string address) ? await directory.FindAccountAsync(address, ct) : null;
        string? own = await directory.FindSecretAsync(account?.Id ?? Nobody, ct);
        var apps = await logins.ListAppPasswordsAsync(account?.Id ?? Nobody, ct);
        var secrets = new List<AccountSecret>(apps.Count + 1);
        if (!string.IsNullOrEmpty(own) && account is not { IsForeign: true } && IsPasswordTaken(account, peer))
            secrets.Add(new AccountSecret(own, null));
        var now = clock.GetUtcNow();
        // By a browser the second factor would be for nothing (case A06).
        if (peer.Protocol is not LoginPeer.Web)
            secrets.AddRange(apps.Where(app => AppPasswordScope.Covers(app, peer.Protocol, peer.Address, now)).Select(app => new AccountSecret(app.Records, app)));
        return new KnownAccount(address, account, secrets);
    }

    /// <summary>Ends an attempt that proved, or did not prove, a password without showing it.</summary>
    /// <param name="proven">The secret that was proven; null: none was.</param>
    internal async ValueTask<LoginResult> SettleAsync(KnownAccount known, AccountSecret? proven, LoginPeer peer, CancellationToken ct)
    {
        using var attempt = pace.Begin();
        return await attempt.TellAsync(DecideAsync(known, proven, peer, ct), ct);
    }

    private async ValueTask<LoginResult> DecideAsync(KnownAccount known, AccountSecret? proven, LoginPeer peer, CancellationToken ct)
    {
        // Who came in from there a while ago waits for nobody's guesses.
        string place = peer.Address.ToString();
        if (proven is null || !known.MayEnter || cache.Find(CredentialCache.Place, known.Address, place, known.Secrets) is null)
            await SlowDownAsync(known, peer, ct);
        if (proven is null || !known.MayEnter)
            return Refuse(peer, known.Address, known.Account);
        cache.Remember(CredentialCache.Place, known.Address, place, proven);
        slowdown.Succeeded(known.Address);
        return await SucceedAsync(known.Account!, proven, peer, ct);
    }

    /// <summary>Counts a failure.</summary>
    /// <param name="address">The name that was tried; empty where it is no address.</param>
    /// <param name="account">The account of that name; null where there is none.</param>
    internal LoginResult Refuse(LoginPeer peer, string address, Account? account = null)
    {
        if (account is not null)
            History?.Note(account.Id, peer.Protocol, peer.Address.ToString(), "", succeeded: false);
        if (failures.Count(peer))
            Ban(peer);
        if (!peer.Exempt && address.Length > 0)
            slowdown.Failed(address);
        LogRefused(logger, peer.Protocol, peer.Address);
        return new LoginResult(LoginStatus.BadCredentials);
    }

    public void Dispose()
    {
        failures.Dispose();
        slowdown.Dispose();
        hashing.Dispose();
    }

    /// <summary>Whether the account's own password opens anything from there; what it does not open, it opens no less than a wrong one.</summary>
    private static bool IsPasswordTaken(Account? account, LoginPeer peer) => account is not { IsPasswordForWebOnly: true } || peer.Protocol is LoginPeer.Web;

    /// <summary>The password is known for this moment: records of ours take the place of what was imported.</summary>
    private async Task UpgradeAsync(KnownAccount known, AccountSecret secret, string password, CancellationToken ct)
    {
        var like = known.Secrets.FirstOrDefault(one => !one.Records.IsEmpty)?.Records;
        if (!PasswordRecords.TryCreate(password, like, Hash, out var records))
            return; // it has a character that we don't take: the imported hash goes on serving it
        try
        {
            await logins.UpgradeSecretAsync(known.Account!.Id, secret.Stored, records!.ToString(), ct);
            LogUpgraded(logger, known.Address);
        }
        catch (StoreUnavailableException unavailable)
        {
            LogNotNoted(logger, known.Address, unavailable);
        }
    }

    /// <summary>In the background: nobody waits for it.</summary>
    private void Ban(LoginPeer peer)
    {
        if (bans is not null && !bans.IsSpared(peer.Address))
            _ = BanAsync(bans, peer);
    }

    private async Task BanAsync(BanList list, LoginPeer peer)
    {
        try
        {
            await list.AddAsync(BanNetwork.CustomerOf(peer.Address), $"{limits.BanAfter} failed logins", limits.BanFor, CancellationToken.None);
        }
        catch (StoreUnavailableException unavailable)
        {
            LogNotBanned(logger, peer.Address, unavailable);
        }
    }

    /// <summary>Lets in whom somebody else has vouched for.</summary>
    /// <param name="address">Empty: nobody was.</param>
    /// <param name="grant">The grant of ours that vouched.</param>
    private async ValueTask<LoginResult> EnterAsync(string address, LoginPeer peer, CancellationToken ct, string? grant = null)
    {
        var account = address.Length > 0 ? await directory.FindAccountAsync(address, ct) : null;
        if (account is not { State: AccountState.Active })
            return Refuse(peer, "", account);
        return Succeed(account, null, peer, grant);
    }

    /// <summary>Whoever got in from there lately waits for nobody's guesses, be they ever so many (case A09).</summary>
    private async ValueTask SlowDownAsync(KnownAccount known, LoginPeer peer, CancellationToken ct)
    {
        if (peer.Exempt || slowdown.WaitOf(known.Address) is not { Ticks: > 0 } wait)
            return;
        if (History is null || known.Account is not { } account || !await History.HasLoggedInFromAsync(account.Id, peer.Address.ToString(), ct))
            await Task.Delay(wait, clock, ct);
    }

    private async ValueTask<LoginResult> SucceedAsync(Account account, AccountSecret secret, LoginPeer peer, CancellationToken ct)
    {
        if (secret.App is { } app && clock.GetUtcNow() - (app.Used ?? DateTimeOffset.MinValue) >= Noted)
            await NoteAsync(account, app, peer, ct);
        return Succeed(account, secret.App, peer, isByPassword: secret.App is null);
    }

    private LoginResult Succeed(Account account, AppPasswordRow? app, LoginPeer peer, string? grant = null, bool isByPassword = false)
    {
        LogSucceeded(logger, account.Address, peer.Protocol, peer.Address);
        History?.Note(account.Id, peer.Protocol, peer.Address.ToString(), app?.Name ?? "", succeeded: true);
        return LoginResult.Success(new Login(account.Id, account.Address)
        {
            Epoch = account.LoginEpoch,
            AppEpoch = account.AppEpoch,
            App = app is null ? null : new LoginApp(app.Name, app.Created, app.Expires),
            IsByPassword = isByPassword,
            Grant = grant,
        });
    }

    /// <summary>Writes down that it is in use; a store that takes nothing now keeps nobody out.</summary>
    private async Task NoteAsync(Account account, AppPasswordRow app, LoginPeer peer, CancellationToken ct)
    {
        try
        {
            await logins.TouchAppPasswordAsync(account.Id, app.Name, peer.Address.ToString(), ct);
        }
        catch (StoreUnavailableException unavailable)
        {
            LogNotNoted(logger, account.Address, unavailable);
        }
    }
}
