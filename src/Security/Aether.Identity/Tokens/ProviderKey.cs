using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Aether.Identity.Tokens;

/// <summary>One public key of a provider. RFC 7517, RFC 7518 §6. Symmetric ones are never taken: who can check them could forge.</summary>
internal sealed record ProviderKey(string KeyId, string Use, RSAParameters? Rsa, ECParameters? Curve)
{
    private const int MinRsaOctets = 2048 / 8;

    public static ProviderKey? TryRead(JsonElement key)
    {
        string kind = Text(key, "kty");
        try
        {
            return kind switch
            {
                "RSA" when Octets(key, "n") is { Length: >= MinRsaOctets } modulus && Octets(key, "e") is { Length: > 0 } exponent =>
                    new ProviderKey(Text(key, "kid"), Text(key, "use"), new RSAParameters { Modulus = modulus, Exponent = exponent }, null),
                "EC" when CurveOf(Text(key, "crv")) is { } curve && Octets(key, "x") is { Length: > 0 } x && Octets(key, "y") is { Length: > 0 } y =>
                    new ProviderKey(Text(key, "kid"), Text(key, "use"), null, new ECParameters { Curve = curve, Q = new ECPoint { X = x, Y = y } }),
                _ => null,
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Checks a signature with the algorithm that the token names and the caller allows; a key of the other kind fits none. RFC 7518 §3.</summary>
    public bool Verifies(string algorithm, byte[] signed, byte[] signature)
    {
        if (algorithm.Length != 5 || HashOf(algorithm[2..]) is not { } hash)
            return false;
        try
        {
            switch (algorithm[..2])
            {
                case "RS" or "PS" when Rsa is { } parameters:
                    using (var rsa = RSA.Create(parameters))
                        return rsa.VerifyData(signed, signature, hash, algorithm[0] is 'R' ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
                case "ES" when Curve is { } point:
                    using (var ecdsa = ECDsa.Create(point))
                        return ecdsa.VerifyData(signed, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
                default:
                    return false;
            }
        }
        catch (CryptographicException)
        {
            return false; // a point that is on no curve, a signature of another length
        }
    }

    private static HashAlgorithmName? HashOf(string bits) => bits switch
    {
        "256" => HashAlgorithmName.SHA256,
        "384" => HashAlgorithmName.SHA384,
        "512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static ECCurve? CurveOf(string name) => name switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        "P-521" => ECCurve.NamedCurves.nistP521,
        _ => null,
    };

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";

    private static byte[] Octets(JsonElement element, string name) => Base64Url.DecodeFromChars(Text(element, name));
}
