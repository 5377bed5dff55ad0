namespace Aether.Storage.Accounts;

/// <summary>An account of the local directory, with its counters.</summary>
/// <param name="Address">Its login and primary address, lower case.</param>
/// <param name="QuotaBytes">Most octets it may store; 0: as the configuration says.</param>
public sealed record Account(AccountId Id, string Address, AccountState State, long UsedBytes, long Messages, long QuotaBytes, DateTimeOffset Created)
{
    /// <summary>Most messages it may store; 0: as the configuration says.</summary>
    public long QuotaMessages { get; init; }

    /// <summary>Most mailboxes it may have; 0: as the configuration says.</summary>
    public long QuotaMailboxes { get; init; }
}
