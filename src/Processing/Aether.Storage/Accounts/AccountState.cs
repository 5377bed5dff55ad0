namespace Aether.Storage.Accounts;

/// <summary>Whether an account may log in and take mail.</summary>
public enum AccountState
{
    Active = 0,
    Disabled = 1,

    /// <summary>Its address is free again; its mail is being swept.</summary>
    Removed = 2,
}
