using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aether.Identity.Passwords.Imported;

/// <summary>SHA-256 and SHA-512 of <c>crypt(3)</c>, as U. Drepper's "Unix crypt using SHA-256 and SHA-512" lays them down: <c>$5$</c> and <c>$6$</c>.</summary>
internal sealed record ShaCrypt(HashAlgorithmName Algorithm, string Salt, int Rounds, string Digest)
{
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string RoundsMark = "rounds=";
    private const int DefaultRounds = 5000;
    private const int MinRounds = 1000;
    private const int MaxSalt = 16;

    private bool IsLong => Algorithm == HashAlgorithmName.SHA512;

    public static bool TryParse(string text, int maxRounds, out ShaCrypt? crypt)
    {
        crypt = null;
        string[] parts = text.Split('$');
        if (parts.Length is not (4 or 5) || parts[0].Length > 0 || parts[1] is not ("5" or "6"))
            return false;
        int rounds = DefaultRounds;
        if (parts.Length == 5 && (!parts[2].StartsWith(RoundsMark, StringComparison.Ordinal) || !int.TryParse(parts[2].AsSpan(RoundsMark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out rounds) || rounds < MinRounds || rounds > maxRounds))
            return false;
        var algorithm = parts[1] is "6" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;
        if (parts[^2].Length > MaxSalt || parts[^1].Length != (parts[1] is "6" ? 86 : 43) || !parts[^1].All(Alphabet.Contains))
            return false;
        crypt = new ShaCrypt(algorithm, parts[^2], rounds, parts[^1]);
        return true;
    }

    /// <summary>The digest of a password under this salt, as <see cref="Digest"/> writes it.</summary>
    public string Hash(byte[] password)
    {
        byte[] salt = Encoding.ASCII.GetBytes(Salt);
        byte[] b = CryptographicOperations.HashData(Algorithm, [.. password, .. salt, .. password]);

        using var sum = IncrementalHash.CreateHash(Algorithm);
        sum.AppendData(password);
        sum.AppendData(salt);
        sum.AppendData(Repeat(b, password.Length));
        for (int length = password.Length; length > 0; length >>= 1)
            sum.AppendData((length & 1) != 0 ? b : password);
        byte[] a = sum.GetHashAndReset();

        for (int i = 0; i < password.Length; i++)
            sum.AppendData(password);
        byte[] p = Repeat(sum.GetHashAndReset(), password.Length);
        for (int i = 0; i < 16 + a[0]; i++)
            sum.AppendData(salt);
        byte[] s = Repeat(sum.GetHashAndReset(), salt.Length);

        for (int round = 0; round < Rounds; round++)
        {
            bool isOdd = (round & 1) != 0;
            sum.AppendData(isOdd ? p : a);
            if (round % 3 != 0)
                sum.AppendData(s);
            if (round % 7 != 0)
                sum.AppendData(p);
            sum.AppendData(isOdd ? a : p);
            a = sum.GetHashAndReset();
        }

        return Write(a);
    }

    private static byte[] Repeat(byte[] octets, int length)
    {
        byte[] all = new byte[length];
        for (int i = 0; i < length; i++)
            all[i] = octets[i % octets.Length];
        return all;
    }

    /// <summary>Three octets at a time, a third of the digest apart and turning, then what is left.</summary>
    private string Write(byte[] digest)
    {
        var text = new StringBuilder();
        int third = digest.Length / 3;
        for (int i = 0; i < third; i++)
        {
            int[] at = [i, i + third, i + (2 * third)];
            int turn = IsLong ? i % 3 : (3 - (i % 3)) % 3;
            Append(text, (digest[at[turn]] << 16) | (digest[at[(turn + 1) % 3]] << 8) | digest[at[(turn + 2) % 3]], 4);
        }
        if (IsLong)
            Append(text, digest[63], 2);
        else
            Append(text, (digest[31] << 8) | digest[30], 3);
        return text.ToString();
    }

    private static void Append(StringBuilder text, int bits, int characters)
    {
        for (; characters > 0; characters--, bits >>= 6)
            text.Append(Alphabet[bits & 63]);
    }
}
