using System.Security.Cryptography;

namespace Aether.Dns.Updates;

/// <summary>A secret that a name server knows us by. RFC 8945 §4.2, §6.</summary>
/// <param name="Name">As the server calls it.</param>
/// <param name="Algorithm">hmac-sha256, hmac-sha384 or hmac-sha512.</param>
public sealed record TsigKey(string Name, string Algorithm, ReadOnlyMemory<byte> Secret)
{
    public static bool IsAlgorithm(string name) => name is "hmac-sha256" or "hmac-sha384" or "hmac-sha512";

    internal byte[] Mac(ReadOnlySpan<byte> octets) => Algorithm switch
    {
        "hmac-sha384" => HMACSHA384.HashData(Secret.Span, octets),
        "hmac-sha512" => HMACSHA512.HashData(Secret.Span, octets),
        _ => HMACSHA256.HashData(Secret.Span, octets),
    };

    public override string ToString() => Name; // the secret stays out of logs
}
