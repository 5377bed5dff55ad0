using System.Security.Cryptography;
using System.Text;
using Aether.Identity.Addresses;
using Aether.Identity.Directory;
using Aether.Identity.Passwords;
using Aether.Storage.Accounts;
using Aether.Storage.Logins;
using Aether.Validation.Keys;

namespace Aether.Identity.AppPasswords;

/// <summary>Makes, lists and revokes the passwords of single programs. They are made here and shown once; nobody chooses one.</summary>
/// <param name="seals">The program may log in by mechanisms that need the password itself: a sealed copy is kept.</param>
public sealed class AppPasswordService(DirectoryStore directory, LoginStore logins, KeySealer sealer, TimeProvider clock, bool seals)
{
    /// <summary>Characters a name may have.</summary>
    public const int MaxName = 64;

    // Base 32 without letters that look alike. 16 of them are 80 bits.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Groups = 4;
    private const int GroupLength = 4;

    /// <summary>Makes a password for one program.</summary>
    /// <param name="protocols">Where it may be used; none: everywhere.</param>
    /// <param name="networks">Where from, in CIDR form; none: from everywhere.</param>
    /// <returns>What happened, and the password where it was made.</returns>
    public async Task<(DirectoryChange Change, string? Password)> CreateAsync(string address, string name, IReadOnlyList<string> protocols, IReadOnlyList<string> networks, TimeSpan? length, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(address, out string normal))
            return (Invalid($"'{address}' is not an address."), null);
        if (name.Length is 0 or > MaxName || name.Any(char.IsControl))
            return (Invalid($"A name has 1 to {MaxName} characters."), null);
        if (protocols.Except(AppPasswordScope.Protocols).FirstOrDefault() is { } unknown)
            return (Invalid($"'{unknown}' is none of {string.Join(", ", AppPasswordScope.Protocols)}."), null);
        if (AppPasswordScope.TryNormaliseNetworks(networks, out string wrong) is not { } normalNetworks)
            return (Invalid($"'{wrong}' is not a network such as 192.0.2.0/24."), null);
        if (length is { Ticks: <= 0 })
            return (Invalid("It would have ended already."), null);
        if (await directory.FindAccountAsync(normal, ct) is not { } account)
            return (new DirectoryChange(DirectoryChangeStatus.NotFound, $"There is no account {normal}."), null);

        string password = NewPassword();
        PasswordRecords.TryCreate(password, await SaltAsync(account, ct), out var records);
        var now = clock.GetUtcNow();
        var row = new AppPasswordRow(
            name, records!.ToString(), seals ? sealer.Seal(Encoding.ASCII.GetBytes(password), PlaceOf(normal, name)) : null, string.Join(' ', protocols.Distinct()), normalNetworks, now, now + length);
        return await logins.AddAppPasswordAsync(normal, row, ct) switch
        {
            DirectoryResult.Done => (new DirectoryChange(DirectoryChangeStatus.Done, $"Done: app password {name}."), password),
            DirectoryResult.AlreadyExists => (new DirectoryChange(DirectoryChangeStatus.AlreadyExists, $"{normal} has an app password '{name}' already."), null),
            DirectoryResult.NotEmpty => (new DirectoryChange(DirectoryChangeStatus.Conflict, $"{normal} has {LoginStore.MaxAppPasswords} app passwords, which is the most: remove one first."), null),
            _ => (new DirectoryChange(DirectoryChangeStatus.NotFound, $"There is no account {normal}."), null),
        };
    }

    /// <returns>Null when there is no such account.</returns>
    public async Task<IReadOnlyList<AppPasswordRow>?> ListAsync(string address, CancellationToken ct) =>
        AddressForm.TryNormalise(address, out string normal) && await directory.FindAccountAsync(normal, ct) is { } account ? await logins.ListAppPasswordsAsync(account.Id, ct) : null;

    /// <summary>Revokes one: its next login fails.</summary>
    public async Task<DirectoryChange> RemoveAsync(string address, string name, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(address, out string normal))
            return Invalid($"'{address}' is not an address.");
        return await logins.RemoveAppPasswordAsync(normal, name, ct) is DirectoryResult.Done
            ? new DirectoryChange(DirectoryChangeStatus.Done, $"Done: app password {name}.")
            : new DirectoryChange(DirectoryChangeStatus.NotFound, $"{normal} has no app password '{name}'.");
    }

    /// <summary>Where the sealed copy belongs: it opens nowhere else.</summary>
    internal static string PlaceOf(string address, string name) => $"app-password:{address}/{name}";

    private async Task<PasswordRecords?> SaltAsync(Account account, CancellationToken ct)
    {
        var own = PasswordRecords.Parse(await directory.FindSecretAsync(account.Id, ct) ?? "");
        if (!own.IsEmpty)
            return own;
        return await logins.ListAppPasswordsAsync(account.Id, ct) is [var first, ..] ? PasswordRecords.Parse(first.Records) : null;
    }

    private static string NewPassword() =>
        string.Join('-', Enumerable.Range(0, Groups).Select(static _ => RandomNumberGenerator.GetString(Alphabet, GroupLength)));

    private static DirectoryChange Invalid(string message) => new(DirectoryChangeStatus.Invalid, message);
}
