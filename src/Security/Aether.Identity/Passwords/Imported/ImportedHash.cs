using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;

namespace Aether.Identity.Passwords.Imported;

/// <summary>
/// A password hash that another server made, with its scheme in braces as Dovecot and OpenLDAP write it (RFC 2307 §5.3), or a bare
/// crypt one. It verifies until the first login, which replaces it by records of ours.
/// </summary>
internal sealed class ImportedHash
{
    // Whoever imports a hash decides what each login costs; past these it would be a weapon.
    private const int MaxRounds = 1_000_000;
    private const int MaxBcryptCost = 14;

    private readonly Func<byte[], bool> verifies;

    private ImportedHash(string text, Func<byte[], bool> verifies) => (Text, this.verifies) = (text, verifies);

    /// <summary>As it is stored.</summary>
    public string Text { get; }

    /// <summary>It is of the form that this server makes too, where it is told to.</summary>
    public bool IsArgon2 => Text.StartsWith($"{{{Argon2Hash.Scheme}}}", StringComparison.Ordinal);

    /// <summary>Whether this is the password, as it was typed: others don't prepare it.</summary>
    public bool Verifies(string password) => !password.Contains('\0', StringComparison.Ordinal) && verifies(Encoding.UTF8.GetBytes(password));

    /// <returns>False: its scheme is not known, or it is broken.</returns>
    public static bool TryParse(string text, out ImportedHash? hash)
    {
        hash = null;
        if (text.Length > 1000 || text.Any(static c => c is <= ' ' or > '~'))
            return false;
        int end = text.StartsWith('{') ? text.IndexOf('}', StringComparison.Ordinal) : -1;
        string scheme = end > 0 ? text[1..end].ToUpperInvariant() : text.StartsWith('$') ? "CRYPT" : "";
        string body = end > 0 ? text[(end + 1)..] : text;
        if (end < 0 && text.StartsWith("$argon2id$", StringComparison.Ordinal))
            (scheme, text, end) = (Argon2Hash.Scheme, $"{{{Argon2Hash.Scheme}}}{text}", Argon2Hash.Scheme.Length + 1);
        if (VerifierOf(scheme, body) is not { } verifier)
            return false;
        hash = new ImportedHash(end > 0 ? text : "{CRYPT}" + text, verifier);
        return true;
    }

    private static Func<byte[], bool>? VerifierOf(string scheme, string body) => scheme switch
    {
        "CRYPT" or "SHA512-CRYPT" or "SHA256-CRYPT" or "BLF-CRYPT" => Crypt(body),
        "SHA" or "SHA1" => Plain(HashAlgorithmName.SHA1, body, isSalted: false),
        "SSHA" => Plain(HashAlgorithmName.SHA1, body, isSalted: true),
        "SHA256" => Plain(HashAlgorithmName.SHA256, body, isSalted: false),
        "SSHA256" => Plain(HashAlgorithmName.SHA256, body, isSalted: true),
        "SHA512" => Plain(HashAlgorithmName.SHA512, body, isSalted: false),
        "SSHA512" => Plain(HashAlgorithmName.SHA512, body, isSalted: true),
        "PBKDF2" => Pbkdf2(body),
        Argon2Hash.Scheme => Argon2Hash.TryParse(body, out var argon) ? argon!.Verifies : null,
        _ => null,
    };

    private static Func<byte[], bool>? Crypt(string body)
    {
        if (body.StartsWith("$2", StringComparison.Ordinal))
        {
            // OpenBSD's form: $2b$12$, 22 characters of salt, 31 of hash.
            return body.Length == 60 && body[2] is 'a' or 'b' or 'y' && int.TryParse(body.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int cost) && cost is >= 4 and <= MaxBcryptCost
                ? password => OpenBsdBCrypt.CheckPassword(body, Encoding.UTF8.GetString(password).ToCharArray())
                : null;
        }
        return ShaCrypt.TryParse(body, MaxRounds, out var crypt) ? password => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(crypt!.Hash(password)), Encoding.ASCII.GetBytes(crypt.Digest)) : null;
    }

    /// <summary>One round of a hash, the salt behind it: RFC 2307, and what OpenLDAP made of it.</summary>
    private static Func<byte[], bool>? Plain(HashAlgorithmName name, string body, bool isSalted)
    {
        int length = CryptographicOperations.HashData(name, []).Length;
        if (!TryBase64(body, out byte[] octets) || octets.Length < length || isSalted == (octets.Length == length))
            return null;
        byte[] salt = octets[length..];
        return password => CryptographicOperations.FixedTimeEquals(CryptographicOperations.HashData(name, [.. password, .. salt]), octets.AsSpan(0, length));
    }

    /// <summary>Dovecot's form, <c>$1$salt$rounds$hex</c>, with SHA-1. RFC 8018 §5.2.</summary>
    private static Func<byte[], bool>? Pbkdf2(string body)
    {
        string[] parts = body.Split('$');
        if (parts is not ["", "1", { Length: > 0 } salt, var rounds, { Length: SHA1.HashSizeInBytes * 2 } hex] || !hex.All(char.IsAsciiHexDigit))
            return null;
        if (!int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 1 or > MaxRounds)
            return null;
        byte[] expected = Convert.FromHexString(hex);
        return password => CryptographicOperations.FixedTimeEquals(Rfc2898DeriveBytes.Pbkdf2(password, Encoding.ASCII.GetBytes(salt), count, HashAlgorithmName.SHA1, expected.Length), expected);
    }

    private static bool TryBase64(string text, out byte[] octets)
    {
        octets = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length) + 3];
        if (!Convert.TryFromBase64String(text, octets, out int length))
            return false;
        octets = octets[..length];
        return true;
    }
}
