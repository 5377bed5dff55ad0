using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aether.Tls.Vault;

namespace Aether.Tls.Acme;

/// <summary>The key that stands for this server before an authority: it signs all requests. RFC 8555 §6.2, RFC 7515, RFC 7638.</summary>
internal sealed class AcmeAccountKey(ECDsa key) : IDisposable
{
    /// <summary>Finds the key, or makes one where there is none.</summary>
    public static async Task<AcmeAccountKey> EnsureAsync(CertificateVault vault, Uri directory, CancellationToken ct)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (await vault.FindAccountAsync(directory, ct) is { } kept)
            key.ImportFromPem(kept);
        else
            await vault.SetAccountAsync(directory, key.ExportPkcs8PrivateKeyPem(), ct);
        return new AcmeAccountKey(key);
    }

    /// <summary>What a challenge is answered with. RFC 8555 §8.1.</summary>
    public string Authorize(string token) => $"{token}.{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(PublicKey().ToJsonString())))}";

    /// <summary>A signed request.</summary>
    /// <param name="account">The account's address; null before there is one: the key itself is sent.</param>
    /// <param name="payload">Null: nothing is posted, something is asked for (§6.3).</param>
    public string Sign(Uri place, string nonce, Uri? account, JsonNode? payload)
    {
        var head = new JsonObject { ["alg"] = "ES256", ["nonce"] = nonce, ["url"] = place.AbsoluteUri };
        if (account is null)
            head["jwk"] = PublicKey();
        else
            head["kid"] = account.AbsoluteUri;
        return Envelope(head, payload?.ToJsonString() ?? "", octets => key.SignData(octets, HashAlgorithmName.SHA256));
    }

    /// <summary>Shows that the account belongs to a customer of the authority. RFC 8555 §7.3.4.</summary>
    public JsonNode Bind(Uri place, string keyId, string macKey)
    {
        var head = new JsonObject { ["alg"] = "HS256", ["kid"] = keyId, ["url"] = place.AbsoluteUri };
        byte[] secret = Base64Url.DecodeFromChars(macKey);
        return JsonNode.Parse(Envelope(head, PublicKey().ToJsonString(), octets => HMACSHA256.HashData(secret, octets)))!;
    }

    public void Dispose() => key.Dispose();

    /// <summary>Members in the order of the alphabet and nothing more, as RFC 7638 §3 has it hashed.</summary>
    private JsonObject PublicKey()
    {
        var point = key.ExportParameters(false).Q;
        return new JsonObject { ["crv"] = "P-256", ["kty"] = "EC", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) };
    }

    private static string Envelope(JsonObject head, string payload, Func<byte[], byte[]> sign)
    {
        string first = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(head.ToJsonString()));
        string second = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload));
        return new JsonObject { ["protected"] = first, ["payload"] = second, ["signature"] = Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes($"{first}.{second}"))) }.ToJsonString();
    }
}
