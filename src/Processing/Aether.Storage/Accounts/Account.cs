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

    /// <summary>Logins of an epoch before are over: the password changed, it was disabled, or an operator ended them.</summary>
    public long LoginEpoch { get; init; }

    /// <summary>In the place of password records: a directory of others checks the password. It verifies nothing here.</summary>
    public const string ForeignSecret = "{LDAP}";

    /// <summary>A directory of others knows the account and checks its password.</summary>
    public bool IsForeign { get; init; }

    /// <summary>It grows when an app password goes.</summary>
    public long AppEpoch { get; init; }

    /// <summary>What was said for the account itself.</summary>
    public PasswordUse PasswordUse { get; init; }

    /// <summary>Its own password opens no mail protocol: so it was said for it, or for its domain.</summary>
    public bool IsPasswordForWebOnly { get; init; }
}
