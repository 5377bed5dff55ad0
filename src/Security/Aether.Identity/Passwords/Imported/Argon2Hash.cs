using System.Globalization;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace Aether.Identity.Passwords.Imported;

/// <summary>An Argon2id hash in the form that all others write too: <c>$argon2id$v=19$m=19456,t=2,p=1$salt$hash</c>. RFC 9106.</summary>
internal sealed record Argon2Hash(int Memory, int Passes, int Lanes, byte[] Salt, byte[] Hash)
{
    public const string Scheme = "ARGON2ID";

    private const string Head = "$argon2id$v=19$";

    // OWASP's smallest choice of 2024: some tenths of a second here, since attempts have to share the machine with mail.
    private const int NewMemory = 19_456;
    private const int NewPasses = 2;
    private const int NewLanes = 1;
    private const int NewLength = 32;
    private const int SaltLength = 16;

    // Whoever imports a hash decides what each login costs; past these it would be a weapon.
    private const int MaxMemory = 65_536;
    private const int MaxPasses = 10;
    private const int MaxLanes = 4;

    public static Argon2Hash Create(byte[] password)
    {
        var blank = new Argon2Hash(NewMemory, NewPasses, NewLanes, RandomNumberGenerator.GetBytes(SaltLength), new byte[NewLength]);
        return blank with { Hash = blank.Derive(password) };
    }

    public static bool TryParse(string text, out Argon2Hash? hash)
    {
        hash = null;
        if (!text.StartsWith(Head, StringComparison.Ordinal) || text[Head.Length..].Split('$') is not [var costs, var salt, var digest])
            return false;
        if (costs.Split(',') is not [['m', '=', .. var m], ['t', '=', .. var t], ['p', '=', .. var p]] || !TryNumber(m, MaxMemory, out int memory) || !TryNumber(t, MaxPasses, out int passes) || !TryNumber(p, MaxLanes, out int lanes))
            return false;
        if (memory < 8 * lanes || !TryOctets(salt, out byte[] saltOctets) || !TryOctets(digest, out byte[] octets) || saltOctets.Length < 8 || octets.Length is < 16 or > 64)
            return false; // RFC 9106 §3.1: bounds of its parameters
        hash = new Argon2Hash(memory, passes, lanes, saltOctets, octets);
        return true;
    }

    public bool Verifies(byte[] password) => CryptographicOperations.FixedTimeEquals(Derive(password), Hash);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Head}m={Memory},t={Passes},p={Lanes}${Text(Salt)}${Text(Hash)}");

    private byte[] Derive(byte[] password)
    {
        var generator = new Argon2BytesGenerator();
        generator.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
            .WithVersion(Argon2Parameters.Version13).WithMemoryAsKB(Memory).WithIterations(Passes).WithParallelism(Lanes).WithSalt(Salt).Build());
        byte[] derived = new byte[Hash.Length];
        generator.GenerateBytes(password, derived);
        return derived;
    }

    private static bool TryNumber(string text, int most, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= most;

    private static string Text(byte[] octets) => Convert.ToBase64String(octets).TrimEnd('=');

    private static bool TryOctets(string text, out byte[] octets)
    {
        octets = new byte[text.Length + 3];
        if (text.Length == 0 || !Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), octets, out int length))
            return false;
        octets = octets[..length];
        return true;
    }
}
