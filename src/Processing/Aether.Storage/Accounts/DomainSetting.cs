namespace Aether.Storage.Accounts;

/// <summary>Something that is set for a domain besides its addresses and keys.</summary>
/// <param name="Domain">Lower case, A-labels.</param>
/// <param name="Name">What: a word of whoever set it.</param>
/// <param name="Value">Opaque here.</param>
public sealed record DomainSetting(string Domain, string Name, string Value, DateTimeOffset Since)
{
    /// <summary>What passwords of its accounts open, where nothing was said for the account: the one setting that the store itself looks at.</summary>
    public const string PasswordUse = "password-use";

    /// <summary>The value of it for <see cref="Accounts.PasswordUse.WebOnly"/>.</summary>
    public const string WebOnly = "web";
}
