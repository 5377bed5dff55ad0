using System.Security.Cryptography;

namespace Aether.Identity.Grants;

/// <summary>What a user types to let a program in that has no browser: 34 bits, without vowels and digits, so that it is no word and nothing looks alike. RFC 8628 §6.1.</summary>
internal static class UserCode
{
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ";
    private const int Length = 8;

    public static string Create() => RandomNumberGenerator.GetString(Letters, Length);

    public static string Show(string code) => $"{code[..(Length / 2)]}-{code[(Length / 2)..]}";

    /// <summary>With or without its hyphen, in any case.</summary>
    public static bool TryRead(string typed, out string code)
    {
        code = string.Concat(typed.Where(static c => c is not ('-' or ' '))).ToUpperInvariant();
        return code.Length == Length && code.All(static c => Letters.Contains(c, StringComparison.Ordinal));
    }
}
