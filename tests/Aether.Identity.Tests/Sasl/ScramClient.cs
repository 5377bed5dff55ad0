using System.Security.Cryptography;
using System.Text;

namespace Aether.Identity.Tests.Sasl;

/// <summary>A client that speaks SCRAM by the book (RFC 5802 §3), and lies where a test wants it to.</summary>
internal sealed class ScramClient(string mechanism, string user, string password, string header = "n,,", byte[]? binding = null)
{
    private readonly string nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(12));
    private byte[] messages = [];
    private byte[] salted = [];

    private HashAlgorithmName Hash => mechanism.Contains("256", StringComparison.Ordinal) ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;

    public byte[] First => Encoding.UTF8.GetBytes($"{header}n={user},r={nonce}");

    /// <param name="changeNonce">What is sent in the place of the nonce.</param>
    public byte[] Final(ReadOnlyMemory<byte> challenge, Func<string, string>? changeNonce = null)
    {
        string serverFirst = Encoding.UTF8.GetString(challenge.Span);
        string[] fields = serverFirst.Split(',');
        string both = fields[0][2..];
        Assert.StartsWith(nonce, both, StringComparison.Ordinal);
        byte[] salt = Convert.FromBase64String(fields[1][2..]);
        int length = Hash == HashAlgorithmName.SHA1 ? 20 : 32;
        salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, int.Parse(fields[2][2..], System.Globalization.CultureInfo.InvariantCulture), Hash, length);

        string withoutProof = $"c={Convert.ToBase64String([.. Encoding.UTF8.GetBytes(header), .. binding ?? []])},r={changeNonce?.Invoke(both) ?? both}";
        messages = Encoding.UTF8.GetBytes($"n={user},r={nonce},{serverFirst},{withoutProof}");
        byte[] proof = CryptographicOperations.HmacData(Hash, salted, "Client Key"u8);
        byte[] signature = CryptographicOperations.HmacData(Hash, CryptographicOperations.HashData(Hash, proof), messages);
        for (int i = 0; i < proof.Length; i++)
            proof[i] ^= signature[i];
        return Encoding.UTF8.GetBytes($"{withoutProof},p={Convert.ToBase64String(proof)}");
    }

    /// <summary>Whether the server showed that it has the record.</summary>
    public bool Trusts(ReadOnlyMemory<byte> challenge) => Encoding.UTF8.GetString(challenge.Span) ==
        "v=" + Convert.ToBase64String(CryptographicOperations.HmacData(Hash, CryptographicOperations.HmacData(Hash, salted, "Server Key"u8), messages));
}
