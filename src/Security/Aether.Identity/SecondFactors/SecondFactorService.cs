using System.Security.Cryptography;
using Aether.Identity.Addresses;
using Aether.Identity.Directory;
using Aether.Storage;
using Aether.Storage.Accounts;
using Aether.Storage.Logins;
using Aether.Validation.Keys;

namespace Aether.Identity.SecondFactors;

/// <summary>What is asked for beside the password when somebody signs in by a browser: given, checked, taken away. RFC 6238.</summary>
/// <param name="service">What authenticators show beside the address.</param>
public sealed class SecondFactorService(DirectoryStore directory, LoginStore logins, KeySealer sealer, string service, TimeProvider clock)
{
    /// <summary>Steps before and after the present one whose code is taken, for clocks that differ. RFC 6238 §5.2.</summary>
    private const int Window = 1;

    private readonly Lazy<byte[]> codesKey = new(() => sealer.Derive("recovery codes"));

    /// <summary>Gives an account a second factor at once, as an administrator does who hands it over. Any that it had is gone.</summary>
    public async Task<(DirectoryChange Change, Enrolment? Enrolment)> CreateAsync(string address, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(address, out string normal))
            return (Invalid(address), null);
        byte[] secret = RandomNumberGenerator.GetBytes(Totp.SecretLength);
        var codes = RecoveryCodes.Create();
        if (await KeepAsync(normal, secret, codes, 0, ct) is not DirectoryResult.Done)
            return (NoAccount(normal), null);
        return (Done(normal), new Enrolment(Totp.AddressOf(secret, service, normal), Totp.TextOf(secret), codes));
    }

    /// <summary>Begins what a user does alone: the secret is kept when <see cref="ConfirmAsync"/> has seen a code of it.</summary>
    public PendingFactor Begin(string address)
    {
        byte[] secret = RandomNumberGenerator.GetBytes(Totp.SecretLength);
        return new PendingFactor(sealer.Seal(secret, PendingPlace(address)), Totp.AddressOf(secret, service, address), Totp.TextOf(secret));
    }

    /// <summary>The same secret again, for who typed a wrong code; null: it is none of ours.</summary>
    public PendingFactor? Resume(string address, string pending) =>
        sealer.Open(pending, PendingPlace(address)) is { } secret ? new PendingFactor(pending, Totp.AddressOf(secret, service, address), Totp.TextOf(secret)) : null;

    /// <returns>The recovery codes; null: the code is wrong.</returns>
    public async Task<IReadOnlyList<string>?> ConfirmAsync(string address, string pending, string code, CancellationToken ct)
    {
        if (sealer.Open(pending, PendingPlace(address)) is not { } secret || StepOf(secret, code) is not { } step)
            return null;
        var codes = RecoveryCodes.Create();
        return await KeepAsync(address, secret, codes, step, ct) is DirectoryResult.Done ? codes : null;
    }

    /// <summary>Takes the second factor away, for who has lost it.</summary>
    public async Task<DirectoryChange> RemoveAsync(string address, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(address, out string normal))
            return Invalid(address);
        return await logins.RemoveSecondFactorAsync(normal, ct) is DirectoryResult.Done
            ? Done(normal)
            : new DirectoryChange(DirectoryChangeStatus.NotFound, $"{normal} has no second factor.");
    }

    /// <summary>How an account stands.</summary>
    /// <returns>Null: there is no such account.</returns>
    public async Task<SecondFactorState?> FindAsync(string address, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(address, out string normal) || await directory.FindAccountAsync(normal, ct) is not { } account)
            return null;
        return await logins.FindSecondFactorAsync(account.Id, ct) is { } row ? new SecondFactorState(true, row.Created, RecoveryCodes.CountOf(row.Codes)) : new SecondFactorState(false, null, 0);
    }

    public async ValueTask<bool> HasAsync(AccountId account, CancellationToken ct) => await logins.FindSecondFactorAsync(account, ct) is not null;

    /// <summary>Checks a code or a recovery code. Either is taken once, on all nodes together (case A06).</summary>
    public async ValueTask<bool> VerifyAsync(AccountId account, string address, string code, CancellationToken ct)
    {
        if (await logins.FindSecondFactorAsync(account, ct) is not { } row)
            return false;
        if (RecoveryCodes.IsOne(code))
            return RecoveryCodes.Take(row.Codes, code, codesKey.Value, address) is { } left && await logins.ReplaceCodesAsync(account, row.Codes, left, ct);
        return sealer.Open(row.Secret, PlaceOf(address)) is { } secret && StepOf(secret, code) is { } step && await logins.UseStepAsync(account, step, ct);
    }

    private Task<DirectoryResult> KeepAsync(string address, byte[] secret, IReadOnlyList<string> codes, long step, CancellationToken ct) =>
        logins.SetSecondFactorAsync(address, new SecondFactorRow(sealer.Seal(secret, PlaceOf(address)), RecoveryCodes.Keep(codes, codesKey.Value, address), step, clock.GetUtcNow()), ct);

    /// <returns>The time step that the code is of; null: none near the present one.</returns>
    private long? StepOf(byte[] secret, string code)
    {
        string digits = code.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length != Totp.Digits || !digits.All(char.IsAsciiDigit))
            return null;
        long now = Totp.StepAt(clock.GetUtcNow());
        long? found = null;
        for (long step = now - Window; step <= now + Window; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(Totp.CodeAt(secret, step)), System.Text.Encoding.ASCII.GetBytes(digits)))
                found = step;
        }
        return found;
    }

    private static string PlaceOf(string address) => $"second-factor:{address}";

    private static string PendingPlace(string address) => $"pending-factor:{address}";

    private static DirectoryChange Done(string address) => new(DirectoryChangeStatus.Done, $"Done: second factor of {address}.");

    private static DirectoryChange Invalid(string address) => new(DirectoryChangeStatus.Invalid, $"'{address}' is not an address.");

    private static DirectoryChange NoAccount(string address) => new(DirectoryChangeStatus.NotFound, $"There is no account {address}.");
}
