using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aether.Identity.Passwords;

/// <summary>
/// What a server keeps of a password for one SCRAM mechanism, in the form of RFC 5803:
/// <c>SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey</c>. It verifies PLAIN and LOGIN too. RFC 5802 §3.
/// </summary>
public sealed record ScramRecord(string Mechanism, int Iterations, byte[] Salt, byte[] StoredKey, byte[] ServerKey)
{
    public const string Sha256 = "SCRAM-SHA-256";

    public const string Sha1 = "SCRAM-SHA-1";

    private const int SaltLength = 16;

    /// <summary>Makes the record of a prepared password under a fresh salt.</summary>
    public static ScramRecord Create(string mechanism, string password, int iterations) => Create(mechanism, password, iterations, RandomNumberGenerator.GetBytes(SaltLength));

    /// <summary>Makes the record of a prepared password under a salt that another record of the account has.</summary>
    public static ScramRecord Create(string mechanism, string password, int iterations, byte[] salt)
    {
        var (storedKey, serverKey) = Derive(mechanism, password, salt, iterations);
        return new ScramRecord(mechanism, iterations, salt, storedKey, serverKey);
    }

    public static bool TryParse(ReadOnlySpan<char> text, out ScramRecord? record)
    {
        record = null;
        var parts = text.ToString().Split('$');
        if (parts.Length != 3 || parts[0] is not (Sha256 or Sha1))
            return false;
        var hashing = parts[1].Split(':');
        var keys = parts[2].Split(':');
        if (hashing.Length != 2 || keys.Length != 2 || !int.TryParse(hashing[0], NumberStyles.None, CultureInfo.InvariantCulture, out int iterations) || iterations < 1)
            return false;
        if (!TryBase64(hashing[1], out byte[] salt) || !TryBase64(keys[0], out byte[] stored) || !TryBase64(keys[1], out byte[] server))
            return false;
        record = new ScramRecord(parts[0], iterations, salt, stored, server);
        return true;
    }

    /// <summary>Whether a prepared password is the one; takes the same time either way.</summary>
    public bool Verifies(string password) => Create(Mechanism, password, Iterations, Salt).IsOf(this);

    /// <summary>Whether both are of one password, given that they have one salt.</summary>
    public bool IsOf(ScramRecord other) => HasSaltOf(other) && CryptographicOperations.FixedTimeEquals(StoredKey, other.StoredKey);

    /// <summary>Whether a client that was told the one can prove the other.</summary>
    public bool HasSaltOf(ScramRecord other) => Mechanism == other.Mechanism && Iterations == other.Iterations && Salt.AsSpan().SequenceEqual(other.Salt);

    /// <summary>Whether a client's proof over these messages shows that it has the password. RFC 5802 §3.</summary>
    public bool IsProven(ReadOnlySpan<byte> messages, ReadOnlySpan<byte> proof)
    {
        Span<byte> clientKey = stackalloc byte[SHA256.HashSizeInBytes];
        int length = CryptographicOperations.HmacData(Hash, StoredKey, messages, clientKey);
        if (proof.Length != length)
            return false;
        for (int i = 0; i < length; i++)
            clientKey[i] ^= proof[i];
        return CryptographicOperations.FixedTimeEquals(CryptographicOperations.HashData(Hash, clientKey[..length]), StoredKey);
    }

    /// <summary>Shows a client that this server has the record. RFC 5802 §3.</summary>
    public byte[] Sign(ReadOnlySpan<byte> messages) => CryptographicOperations.HmacData(Hash, ServerKey, messages);

    private HashAlgorithmName Hash => HashOf(Mechanism);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Mechanism}${Iterations}:{Convert.ToBase64String(Salt)}${Convert.ToBase64String(StoredKey)}:{Convert.ToBase64String(ServerKey)}");

    private static (byte[] StoredKey, byte[] ServerKey) Derive(string mechanism, string password, byte[] salt, int iterations)
    {
        var hash = HashOf(mechanism);
        int length = mechanism == Sha1 ? SHA1.HashSizeInBytes : SHA256.HashSizeInBytes;
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, hash, length);
        byte[] clientKey = CryptographicOperations.HmacData(hash, salted, "Client Key"u8);
        return (CryptographicOperations.HashData(hash, clientKey), CryptographicOperations.HmacData(hash, salted, "Server Key"u8));
    }

    private static HashAlgorithmName HashOf(string mechanism) => mechanism == Sha1 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;

    private static bool TryBase64(string text, out byte[] octets)
    {
        octets = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, octets, out int length))
            return false;
        octets = octets[..length];
        return true;
    }
}
