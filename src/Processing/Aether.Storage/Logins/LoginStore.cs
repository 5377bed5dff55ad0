using Aether.Storage.Accounts;
using Aether.Storage.Committing;

namespace Aether.Storage.Logins;

/// <summary>App passwords, bans and what else logins leave behind, as rows; <c>Aether.Identity</c> knows what they mean.</summary>
public sealed class LoginStore
{
    /// <summary>App passwords an account may have.</summary>
    public const int MaxAppPasswords = 50;

    private readonly ICommitter committer;
    private readonly ILoginReads reads;
    private readonly TimeProvider clock;

    internal LoginStore(ICommitter committer, ILoginReads reads, TimeProvider clock)
    {
        this.committer = committer;
        this.reads = reads;
        this.clock = clock;
    }

    /// <returns><see cref="DirectoryResult.NotEmpty"/> when the account has as many as it may have.</returns>
    public Task<DirectoryResult> AddAppPasswordAsync(string address, AppPasswordRow row, CancellationToken ct) => committer.RunAsync(new AddAppPassword(address, row, MaxAppPasswords), ct);

    public Task<DirectoryResult> RemoveAppPasswordAsync(string address, string name, CancellationToken ct) => committer.RunAsync(new RemoveAppPassword(address, name), ct);

    public Task TouchAppPasswordAsync(AccountId account, string name, string from, CancellationToken ct) => committer.RunAsync(new TouchAppPassword(account, name, clock.GetUtcNow(), from), ct);

    /// <summary>By name.</summary>
    public ValueTask<IReadOnlyList<AppPasswordRow>> ListAppPasswordsAsync(AccountId account, CancellationToken ct) => reads.ListAppPasswordsAsync(account, ct);

    /// <summary>Replaces password records by others of the same password; a password that was changed meanwhile stays.</summary>
    public Task<DirectoryResult> UpgradeSecretAsync(AccountId account, string former, string secret, CancellationToken ct) => committer.RunAsync(new UpgradeSecret(account, former, secret), ct);

    /// <param name="state">Active or disabled.</param>
    public Task<DirectoryResult> SetStateAsync(string address, AccountState state, CancellationToken ct) => committer.RunAsync(new SetAccountState(address, state), ct);

    /// <summary>Whether an account has a secret that is no SCRAM record.</summary>
    public ValueTask<bool> HasOtherSecretsAsync(CancellationToken ct) => reads.HasOtherSecretsAsync(ct);

    /// <param name="length">Null: until it is lifted.</param>
    public Task<DirectoryResult> AddBanAsync(string network, string reason, TimeSpan? length, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return committer.RunAsync(new AddBan(new BanRow(network, reason, now, length is { } lasts ? now + lasts : null)), ct);
    }

    public Task<DirectoryResult> RemoveBanAsync(string network, CancellationToken ct) => committer.RunAsync(new RemoveBan(network), ct);

    /// <summary>Those in force, by network.</summary>
    public ValueTask<IReadOnlyList<BanRow>> ListBansAsync(CancellationToken ct) => reads.ListBansAsync(clock.GetUtcNow(), ct);
}
