using Aether.Identity.Passwords;
using Aether.Storage.Logins;

namespace Aether.Identity.Logins;

/// <summary>One thing that an account can be entered with.</summary>
/// <param name="Stored">The records as they are stored.</param>
/// <param name="App">The app password that it is; null for the account's own password.</param>
internal sealed record AccountSecret(string Stored, AppPasswordRow? App)
{
    public PasswordRecords Records => field ??= PasswordRecords.Parse(Stored);
}
