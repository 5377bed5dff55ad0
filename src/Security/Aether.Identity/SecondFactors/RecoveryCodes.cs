using System.Security.Cryptography;
using System.Text;

namespace Aether.Identity.SecondFactors;

/// <summary>
/// Codes for who has lost the authenticator, each good once. Kept as MACs under a key that does not lie in the database: a copy of that alone
/// helps nobody to guess.
/// </summary>
internal static class RecoveryCodes
{
    private const int Count = 10;
    private const int Groups = 3;
    private const int GroupLength = 4;

    // Base 32 without letters that look alike: 59 bits a code.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    public static IReadOnlyList<string> Create() =>
        [.. Enumerable.Range(0, Count).Select(static _ => string.Join('-', Enumerable.Range(0, Groups).Select(static _ => RandomNumberGenerator.GetString(Alphabet, GroupLength))))];

    /// <summary>What is kept of them.</summary>
    public static string Keep(IEnumerable<string> codes, byte[] key, string address) => string.Join(' ', codes.Select(code => MacOf(code, key, address)));

    /// <summary>Whether it could be one, with or without its hyphens.</summary>
    public static bool IsOne(string text) => Plain(text).Length == Groups * GroupLength;

    /// <returns>What is kept when this one is used up; null: it is none of them.</returns>
    public static string? Take(string kept, string code, byte[] key, string address)
    {
        byte[] wanted = Encoding.ASCII.GetBytes(MacOf(code, key, address));
        string[] all = kept.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int found = -1;
        for (int i = 0; i < all.Length; i++)
        {
            if (CryptographicOperations.FixedTimeEquals(wanted, Encoding.ASCII.GetBytes(all[i])))
                found = i;
        }
        return found < 0 ? null : string.Join(' ', all.Where((_, i) => i != found));
    }

    public static int CountOf(string kept) => kept.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    private static string MacOf(string code, byte[] key, string address) => Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{address}\0{Plain(code)}")));

    private static string Plain(string code) => code.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
