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
    private const int MaxEntries = 50_000;

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<UInt128, Entry> entries = new();

    public bool Knows(string user, string password, string records)
    {
        var id = IdOf(user, password);
        if (!entries.TryGetValue(id, out var entry))
            return false;
        if (entry.Until > clock.GetUtcNow() && entry.Records == records)
            return true;
        entries.TryRemove(id, out _);
        return false;
    }

    public void Remember(string user, string password, string records)
    {
        if (entries.Count >= MaxEntries)
            entries.Clear();
        entries[IdOf(user, password)] = new Entry(records, clock.GetUtcNow() + keep);
    }

    private UInt128 IdOf(string user, string password)
    {
        // The length in front keeps ("ab", "c") apart from ("a", "bc").
        byte[] text = Encoding.UTF8.GetBytes($"local\0{user.Length}\0{user}\0{password}");
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, text, mac);
        CryptographicOperations.ZeroMemory(text);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(mac);
    }

    private sealed record Entry(string Records, DateTimeOffset Until);
}
