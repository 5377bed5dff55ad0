using Aether.Storage.Accounts;

namespace Aether.Storage.Grants;

/// <summary>A grant beside its account, as they are now.</summary>
public sealed record GrantState(OauthGrant Grant, string Address, AccountState State, long AccountEpoch)
{
    /// <summary>Whether what it allows is still allowed.</summary>
    public bool Holds(DateTimeOffset now) => State is AccountState.Active && AccountEpoch == Grant.Epoch && now < Grant.Until;
}
