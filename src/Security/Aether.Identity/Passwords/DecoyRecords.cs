using System.Security.Cryptography;
using System.Text;

namespace Aether.Identity.Passwords;

/// <summary>
/// Records for names that have none: SCRAM tells salt and rounds before anybody has proved anything, so a name that is no
/// account must get some too, and the same ones each time (case A01). Nothing proves them.
/// </summary>
public sealed class DecoyRecords(Func<byte[]> key)
{
    private const int SaltLength = 16;

    private readonly Lazy<byte[]> secret = new(key);

    /// <summary>What a client is told of this name.</summary>
    public ScramRecord For(string mechanism, string user)
    {
        byte[] mac = HMACSHA256.HashData(secret.Value, Encoding.UTF8.GetBytes($"{mechanism}\0{user}"));
        byte[] nobodyKnows = RandomNumberGenerator.GetBytes(mechanism == ScramRecord.Sha1 ? SHA1.HashSizeInBytes : SHA256.HashSizeInBytes);
        return new ScramRecord(mechanism, PasswordRecords.Iterations, mac[..SaltLength], nobodyKnows, nobodyKnows);
    }
}
