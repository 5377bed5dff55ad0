using Aether.Storage;

namespace Aether.Identity.Logins;

/// <summary>Somebody who proved who they are.</summary>
/// <param name="Address">The account's primary address.</param>
public sealed record Login(AccountId Account, string Address)
{
    /// <summary>The account's epoch at that time: a later one ends what this opened.</summary>
    public long Epoch { get; init; }

    /// <summary>The same for its app passwords.</summary>
    public long AppEpoch { get; init; }

    /// <summary>The app password that was used; null: none was.</summary>
    public LoginApp? App { get; init; }

    /// <summary>It was the account's own password.</summary>
    public bool IsByPassword { get; init; }

    /// <summary>The grant of ours whose access token was used; null: none was.</summary>
    public string? Grant { get; init; }
}
