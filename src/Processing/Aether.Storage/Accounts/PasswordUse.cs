namespace Aether.Storage.Accounts;

/// <summary>What an account's own password opens.</summary>
public enum PasswordUse
{
    /// <summary>What the domain says; where it says nothing, everything.</summary>
    AsDomain = 0,

    Everywhere = 1,

    /// <summary>The pages that one signs in to by a browser: mail programs need a token or an app password.</summary>
    WebOnly = 2,
}
