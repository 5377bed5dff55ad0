using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Aether.Identity.Logins;

/// <summary>
/// Remembers for a while that a password was verified, under a MAC with a key of this process, so that a polling phone
/// costs microseconds. The key covers source, user and password (case A03: CVE-2025-30189), and a hit counts only while
/// the account still has the very records that the password was verified against: a changed password is out at once.
/// </summary>
internal sealed class CredentialCache(TimeSpan keep, TimeProvider clock)
{
    /// <summary>The proof is a password of ours.</summary>
    public const string Password = "local";

    /// <summary>The proof is an address that the user came in from: it opens nothing, and is told apart from every password.</summary>
    public const string Place = "place";

    private const int MaxEntries = 50_000;

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<UInt128, Entry> entries = new();

    /// <returns>Which of the secrets it was verified against; null: it is not known, or that one is gone.</returns>
    public AccountSecret? Find(string source, string user, string proof, IReadOnlyList<AccountSecret> secrets)
    {
        var id = IdOf(source, user, proof);
        if (!entries.TryGetValue(id, out var entry))
            return null;
        if (entry.Until > clock.GetUtcNow())
        {
            foreach (var secret in secrets)
            {
                if (secret.Stored == entry.Records)
                    return secret;
            }
        }
        else
            entries.TryRemove(id, out _);
        return null;
    }

    public void Remember(string source, string user, string proof, AccountSecret secret)
    {
        if (entries.Count >= MaxEntries)
            entries.Clear();
        entries[IdOf(source, user, proof)] = new Entry(secret.Stored, clock.GetUtcNow() + keep);
    }

    private UInt128 IdOf(string source, string user, string proof)
    {
        // The length in front keeps ("ab", "c") apart from ("a", "bc").
        byte[] text = Encoding.UTF8.GetBytes($"{source}\0{user.Length}\0{user}\0{proof}");
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, text, mac);
        CryptographicOperations.ZeroMemory(text);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(mac);
    }

    private sealed record Entry(string Records, DateTimeOffset Until);
}
