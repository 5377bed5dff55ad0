using Aether.Storage.Accounts;
using Aether.Storage.Committing;
using Aether.Storage.Notices;

namespace Aether.Storage.Grants;

/// <summary>What users let programs do, as rows; <c>Aether.Identity</c> makes tokens of them.</summary>
public sealed class GrantStore
{
    /// <summary>Grants an account may have.</summary>
    public const int MaxGrants = 200;

    /// <summary>Programs that may wait for their user at a time.</summary>
    public const int MaxDevices = 10_000;

    /// <summary>A signing key is forgotten after that: it was replaced long before, and no token that it signed is good any more.</summary>
    public static readonly TimeSpan KeptKeys = TimeSpan.FromDays(120);

    /// <summary>A program that registered itself and that no user has let in since is forgotten after that.</summary>
    public static readonly TimeSpan UnusedClient = TimeSpan.FromDays(30);

    private readonly ICommitter committer;
    private readonly IGrantReads reads;
    private readonly LoginNotices notices;
    private readonly TimeProvider clock;

    internal GrantStore(ICommitter committer, IGrantReads reads, LoginNotices notices, TimeProvider clock)
    {
        (this.committer, this.reads, this.notices, this.clock) = (committer, reads, notices, clock);
    }

    /// <summary>A grant beside its account; null: there is none.</summary>
    public ValueTask<GrantState?> FindAsync(string id, CancellationToken ct) => reads.FindAsync(id, ct);

    /// <summary>Those of an account, the latest first.</summary>
    public ValueTask<IReadOnlyList<GrantState>> ListAsync(AccountId account, CancellationToken ct) => reads.ListAsync(account, ct);

    /// <returns><see cref="DirectoryResult.NotEmpty"/> when the account has as many as it may have.</returns>
    public Task<DirectoryResult> AddAsync(OauthGrant grant, CodeTerms terms, CancellationToken ct) => committer.RunAsync(new AddGrant(grant, terms, MaxGrants), ct);

    /// <summary>Redeems a code.</summary>
    /// <param name="idle">How long the grant lasts without being used.</param>
    public Task<TokenTurn> RedeemAsync(string id, string client, string redirect, string challenge, TimeSpan idle, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return committer.RunAsync(new RedeemCode(id, client, redirect, challenge, now, now + idle), ct);
    }

    /// <summary>Takes a refresh token.</summary>
    /// <param name="generation">Its number.</param>
    /// <param name="leeway">For so long the one before is taken too.</param>
    /// <param name="idle">How long the grant lasts without being used.</param>
    public Task<TokenTurn> RotateAsync(string id, string client, long generation, TimeSpan leeway, TimeSpan idle, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return committer.RunAsync(new RotateGrant(id, client, generation, now, now - leeway, now + idle), ct);
    }

    /// <summary>Ends a grant, its tokens and the sessions they opened.</summary>
    public async Task<DirectoryResult> RemoveAsync(GrantState grant, CancellationToken ct)
    {
        var result = await committer.RunAsync(new RemoveGrant(grant.Grant.Account, grant.Grant.Id), ct);
        if (result is DirectoryResult.Done)
            notices.Announce(grant.Address);
        return result;
    }

    /// <summary>Says at once that a grant has gone.</summary>
    public void Announce(GrantState grant) => notices.Announce(grant.Address);

    /// <returns><see cref="DirectoryResult.NotEmpty"/> when as many wait as may wait, <see cref="DirectoryResult.AlreadyExists"/> when the code is another's.</returns>
    public Task<DirectoryResult> AddDeviceAsync(DeviceRow device, CancellationToken ct) => committer.RunAsync(new AddDevice(device, clock.GetUtcNow(), MaxDevices), ct);

    public ValueTask<DeviceRow?> FindDeviceAsync(string userCode, CancellationToken ct) => reads.FindDeviceAsync(userCode, clock.GetUtcNow(), ct);

    /// <param name="grant">Null: the user did not agree.</param>
    public Task<DirectoryResult> DecideDeviceAsync(string userCode, OauthGrant? grant, CancellationToken ct) => committer.RunAsync(new DecideDevice(userCode, clock.GetUtcNow(), grant, MaxGrants), ct);

    public Task<DeviceAnswer> PollDeviceAsync(string id, string client, TimeSpan interval, CancellationToken ct) => committer.RunAsync(new PollDevice(id, client, clock.GetUtcNow(), interval), ct);

    /// <summary>The latest first.</summary>
    public ValueTask<IReadOnlyList<OauthKeyRow>> ListKeysAsync(CancellationToken ct) => reads.ListKeysAsync(ct);

    /// <summary>Adds a key, unless a node has added one within <paramref name="age"/>.</summary>
    public Task<DirectoryResult> AddKeyAsync(string id, string secret, TimeSpan age, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return committer.RunAsync(new AddOauthKey(new OauthKeyRow(id, secret, now), now - age), ct);
    }

    public ValueTask<OauthClientRow?> FindClientAsync(string id, CancellationToken ct) => reads.FindClientAsync(id, ct);

    /// <returns><see cref="DirectoryResult.NotEmpty"/> when there are as many as there may be.</returns>
    public Task<DirectoryResult> AddClientAsync(OauthClientRow client, int most, CancellationToken ct) => committer.RunAsync(new AddOauthClient(client, most), ct);
}
