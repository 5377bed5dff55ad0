using Aether.Storage.Accounts;

namespace Aether.Storage.Logins;

/// <summary>Whether the logins of an account still hold.</summary>
/// <param name="Epoch">It grows when all logins of the account end: a new password, an account that was disabled, an operator's word.</param>
/// <param name="AppEpoch">It grows when an app password of the account goes.</param>
/// <param name="IsPasswordForWebOnly">Its own password opens no mail protocol.</param>
public readonly record struct LoginState(AccountId Account, AccountState State, long Epoch, long AppEpoch, bool IsPasswordForWebOnly = false);
