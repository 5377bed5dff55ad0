using Aether.Identity.Addresses;
using Aether.Identity.Passwords;
using Aether.Storage.Accounts;
using Aether.Storage.Limits;
using Microsoft.Extensions.Logging;

namespace Aether.Identity.Logins;

/// <summary>Checks credentials, for every protocol alike. What it answers, and how long it takes, tells nothing about which accounts exist (case A01).</summary>
public sealed partial class Authenticator : IDisposable
{
    private readonly DirectoryStore directory;
    private readonly ILogger<Authenticator> logger;
    private readonly FailureCounter failures;
    private readonly AccountSlowdown slowdown;
    private readonly TimeProvider clock;
    private readonly CredentialCache cache;
    private readonly SemaphoreSlim hashing;
    private readonly int hashingQueue;
    private int waiting;

    public Authenticator(DirectoryStore directory, LoginLimits limits, CountFeed others, TimeProvider clock, ILogger<Authenticator> logger)
    {
        this.directory = directory;
        this.logger = logger;
        this.clock = clock;
        failures = new FailureCounter(limits, others, clock);
        slowdown = new AccountSlowdown(limits, others, clock);
        cache = new CredentialCache(limits.CacheFor > TimeSpan.Zero ? limits.CacheFor : LoginLimits.DefaultCacheFor, clock);
        hashing = new SemaphoreSlim(limits.Hashing > 0 ? limits.Hashing : Environment.ProcessorCount);
        hashingQueue = limits.HashingQueue;
    }

    /// <summary>Checks a user's password.</summary>
    /// <param name="user">The login as typed: an address of ours.</param>
    public async ValueTask<LoginResult> VerifyAsync(string user, string password, LoginPeer peer, CancellationToken ct)
    {
        if (failures.IsBlocked(peer))
        {
            LogThrottled(logger, peer.Protocol, peer.Address);
            return new LoginResult(LoginStatus.Throttled);
        }

        var account = AddressForm.TryNormalise(user, out string address) ? await directory.FindAccountAsync(address, ct) : null;
        string records = account is { State: AccountState.Active } ? await directory.FindSecretAsync(account.Id, ct) ?? "" : "";
        if (account is not null && records.Length > 0 && cache.Knows(address, password, records))
            return Succeed(account, peer);

        // Behind the cache: a client that knows the password waits for nobody's guesses.
        if (!peer.Exempt && slowdown.WaitOf(address) is { Ticks: > 0 } wait)
            await Task.Delay(wait, clock, ct);
        switch (await TryHashAsync(password, records, ct))
        {
            case null:
                return new LoginResult(LoginStatus.Unavailable);
            case true when account is not null:
                cache.Remember(address, password, records);
                slowdown.Succeeded(address);
                return Succeed(account, peer);
            default:
                failures.Count(peer);
                if (!peer.Exempt && address.Length > 0)
                    slowdown.Failed(address);
                LogRefused(logger, peer.Protocol, peer.Address);
                return new LoginResult(LoginStatus.BadCredentials);
        }
    }

    public void Dispose()
    {
        failures.Dispose();
        slowdown.Dispose();
        hashing.Dispose();
    }

    private LoginResult Succeed(Account account, LoginPeer peer)
    {
        LogSucceeded(logger, account.Address, peer.Protocol, peer.Address);
        return LoginResult.Success(new Login(account.Id, account.Address));
    }

    /// <returns>Null when too many wait already.</returns>
    private async Task<bool?> TryHashAsync(string password, string records, CancellationToken ct)
    {
        if (Interlocked.Increment(ref waiting) > hashingQueue)
        {
            Interlocked.Decrement(ref waiting);
            return null;
        }
        try
        {
            await hashing.WaitAsync(ct);
            try
            {
                return await Task.Run(() => PasswordRecords.Parse(records).Verifies(password), ct);
            }
            finally
            {
                hashing.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }
}
