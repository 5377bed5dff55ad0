using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Aether.Identity.Logins;

/// <summary>
/// Remembers which wrong passwords were tried, under a MAC with a key of this process. A program with an old password that
/// tries it every few minutes guesses nothing: it counts once, and gets nobody's network put off or banned.
/// </summary>
internal sealed class RepeatedFailures(TimeProvider clock)
{
    private const int MaxEntries = 50_000;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<UInt128, (UInt128 Account, DateTimeOffset Until)> seen = new();

    /// <summary>Whether this very attempt was made before, whatever the account's passwords were then.</summary>
    public bool IsRepeated(string user, string password) => seen.TryGetValue(MacOf(user, password), out var entry) && clock.GetUtcNow() < entry.Until;

    /// <summary>Whether this very attempt failed before, against the account as it is now: the very passwords, disabled or not.</summary>
    public bool IsWrong(string user, string password, KnownAccount known) =>
        seen.TryGetValue(MacOf(user, password), out var entry) && clock.GetUtcNow() < entry.Until && entry.Account == MacOf(known);

    public void Remember(string user, string password, KnownAccount known)
    {
        if (seen.Count >= MaxEntries)
            seen.Clear();
        seen[MacOf(user, password)] = (MacOf(known), clock.GetUtcNow() + Kept);
    }

    private UInt128 MacOf(KnownAccount known) => MacOf(known.MayEnter ? "active" : "", string.Join('\n', known.Secrets.Select(secret => secret.Stored)));

    private UInt128 MacOf(string user, string password)
    {
        byte[] text = Encoding.UTF8.GetBytes($"{user.Length}\0{user}\0{password}");
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, text, mac);
        CryptographicOperations.ZeroMemory(text);
        return BinaryPrimitives.ReadUInt128BigEndian(mac);
    }
}
