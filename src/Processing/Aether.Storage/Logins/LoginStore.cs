using Aether.Storage.Accounts;
using Aether.Storage.Committing;
using Aether.Storage.Notices;

namespace Aether.Storage.Logins;

/// <summary>App passwords, bans and what else logins leave behind, as rows; <c>Aether.Identity</c> knows what they mean.</summary>
public sealed class LoginStore
{
    /// <summary>A node that told nothing for so long is gone.</summary>
    public static readonly TimeSpan NodeGone = TimeSpan.FromMinutes(2);

    /// <summary>App passwords an account may have.</summary>
    public const int MaxAppPasswords = 50;

    private readonly ICommitter committer;
    private readonly ILoginReads reads;
    private readonly TimeProvider clock;

    private readonly LoginNotices notices;

    internal LoginStore(ICommitter committer, ILoginReads reads, LoginNotices notices, TimeProvider clock)
    {
        this.committer = committer;
        this.reads = reads;
        this.notices = notices;
        this.clock = clock;
    }

    /// <summary>Says at once that logins may have ended.</summary>
    public LoginNotices Notices => notices;

    /// <summary>How the logins of accounts stand; those that are gone are left out.</summary>
    public ValueTask<IReadOnlyList<LoginState>> LoginStatesAsync(IReadOnlyList<AccountId> accounts, CancellationToken ct) => reads.LoginStatesAsync(accounts, ct);

    /// <summary>Ends all logins of an account that there are.</summary>
    public Task<DirectoryResult> EndLoginsAsync(string address, CancellationToken ct) => AnnounceAsync(address, new EndLogins(address), ct);

    /// <summary>Asks the node of a session, whichever it is, to end it.</summary>
    public Task<DirectoryResult> EndSessionAsync(string id, CancellationToken ct) => committer.RunAsync(new EndSession(id), ct);

    /// <summary>A node tells of its sessions.</summary>
    /// <param name="node">One of its kind for each process.</param>
    /// <param name="open">Those that began, or whose client was heard.</param>
    /// <param name="closed">Those that ended.</param>
    /// <returns>Those of the node that somebody wants to end.</returns>
    public Task<IReadOnlyList<string>> ReportSessionsAsync(string node, IReadOnlyList<SessionRow> open, IReadOnlyList<string> closed, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return committer.RunAsync(new ReportSessions(node, now, now - NodeGone, open, closed), ct);
    }

    /// <summary>The sessions of an account, or all, as the nodes have told them.</summary>
    public ValueTask<IReadOnlyList<SessionRow>> ListSessionsAsync(string? address, int most, CancellationToken ct) => reads.ListSessionsAsync(address, clock.GetUtcNow() - NodeGone, most, ct);

    /// <summary>Accounts with at least so many sessions on other nodes than one, as the nodes have told them; those with most first.</summary>
    public ValueTask<IReadOnlyList<(AccountId Account, int Sessions)>> CountSessionsElsewhereAsync(string node, int least, int most, CancellationToken ct) =>
        reads.CountSessionsElsewhereAsync(node, clock.GetUtcNow() - NodeGone, least, most, ct);

    /// <returns><see cref="DirectoryResult.NotEmpty"/> when the account has as many as it may have.</returns>
    public Task<DirectoryResult> AddAppPasswordAsync(string address, AppPasswordRow row, CancellationToken ct) => committer.RunAsync(new AddAppPassword(address, row, MaxAppPasswords), ct);

    public Task<DirectoryResult> RemoveAppPasswordAsync(string address, string name, CancellationToken ct) => AnnounceAsync(address, new RemoveAppPassword(address, name), ct);

    public Task TouchAppPasswordAsync(AccountId account, string name, string from, CancellationToken ct) => committer.RunAsync(new TouchAppPassword(account, name, clock.GetUtcNow(), from), ct);

    /// <summary>By name.</summary>
    public ValueTask<IReadOnlyList<AppPasswordRow>> ListAppPasswordsAsync(AccountId account, CancellationToken ct) => reads.ListAppPasswordsAsync(account, ct);

    /// <summary>Replaces password records by others of the same password; a password that was changed meanwhile stays.</summary>
    public Task<DirectoryResult> UpgradeSecretAsync(AccountId account, string former, string secret, CancellationToken ct) => committer.RunAsync(new UpgradeSecret(account, former, secret), ct);

    /// <param name="state">Active or disabled.</param>
    public Task<DirectoryResult> SetStateAsync(string address, AccountState state, CancellationToken ct) => AnnounceAsync(address, new SetAccountState(address, state), ct);

    /// <summary>Says what an account's own password opens; sessions that it opened elsewhere end.</summary>
    public Task<DirectoryResult> SetPasswordUseAsync(string address, PasswordUse use, CancellationToken ct) => AnnounceAsync(address, new SetPasswordUse(address, use), ct);

    /// <summary>Whether an account has a secret that is no SCRAM record.</summary>
    public ValueTask<bool> HasOtherSecretsAsync(CancellationToken ct) => reads.HasOtherSecretsAsync(ct);

    /// <returns>Null: the account has no second factor.</returns>
    public ValueTask<SecondFactorRow?> FindSecondFactorAsync(AccountId account, CancellationToken ct) => reads.FindSecondFactorAsync(account, ct);

    /// <summary>Gives an account a second factor in the place of any that it has.</summary>
    public Task<DirectoryResult> SetSecondFactorAsync(string address, SecondFactorRow row, CancellationToken ct) => committer.RunAsync(new SetSecondFactor(address, row), ct);

    public Task<DirectoryResult> RemoveSecondFactorAsync(string address, CancellationToken ct) => committer.RunAsync(new RemoveSecondFactor(address), ct);

    /// <summary>Takes the code of a time step.</summary>
    /// <returns>False: one of it, or of a later one, was taken before, on whatever node.</returns>
    public async Task<bool> UseStepAsync(AccountId account, long step, CancellationToken ct) => await committer.RunAsync(new UseStep(account, step), ct) is DirectoryResult.Done;

    /// <summary>Replaces what is kept of recovery codes.</summary>
    /// <returns>False: it changed meanwhile.</returns>
    public async Task<bool> ReplaceCodesAsync(AccountId account, string former, string codes, CancellationToken ct) => await committer.RunAsync(new ReplaceCodes(account, former, codes), ct) is DirectoryResult.Done;

    /// <param name="length">Null: until it is lifted.</param>
    public Task<DirectoryResult> AddBanAsync(string network, string reason, TimeSpan? length, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return committer.RunAsync(new AddBan(new BanRow(network, reason, now, length is { } lasts ? now + lasts : null)), ct);
    }

    public Task<DirectoryResult> RemoveBanAsync(string network, CancellationToken ct) => committer.RunAsync(new RemoveBan(network), ct);

    /// <summary>Those in force, by network.</summary>
    public ValueTask<IReadOnlyList<BanRow>> ListBansAsync(CancellationToken ct) => reads.ListBansAsync(clock.GetUtcNow(), ct);

    private async Task<DirectoryResult> AnnounceAsync(string address, Operation<DirectoryResult> change, CancellationToken ct)
    {
        var result = await committer.RunAsync(change, ct);
        if (result is DirectoryResult.Done)
            notices.Announce(address);
        return result;
    }
}
