namespace Aether.Validation.Dkim;

/// <summary>A published key. RFC 6376 §3.6.1, RFC 8463 §4.</summary>
/// <param name="IsEd25519">Its k= is ed25519, not rsa.</param>
/// <param name="Key">Empty when it was revoked.</param>
/// <param name="IsTest">t=y</param>
/// <param name="IsStrict">t=s: i= must have the domain itself.</param>
internal sealed record DkimKeyRecord(bool IsEd25519, byte[] Key, bool IsTest, bool IsStrict)
{
    /// <param name="problem">Why it can't be used, when the result is null.</param>
    public static DkimKeyRecord? Parse(string text, out string? problem)
    {
        problem = "the key record is malformed";
        if (TagList.Parse(text) is not { } tags)
            return null;
        if (tags["v"] is { } version && (version is not "DKIM1" || tags.First is not "v"))
            return null;
        if (tags.Packed("p") is not { } key)
            return null;
        byte[] octets = [];
        if (key.Length > 0 && !DkimSignature.TryBase64(key, out octets))
            return null;

        problem = "the key is of an unknown kind";
        var kind = tags["k"]?.ToLowerInvariant() ?? "rsa";
        if (kind is not ("rsa" or "ed25519"))
            return null;
        problem = "the key is not for SHA-256";
        if (tags.Packed("h") is { } hashes && !hashes.Split(':').Contains("sha256", StringComparer.OrdinalIgnoreCase))
            return null;
        problem = "the key is not for mail";
        if (tags.Packed("s") is { } services && !services.Split(':').Any(service => service is "*" || service.Equals("email", StringComparison.OrdinalIgnoreCase)))
            return null;

        problem = null;
        var flags = tags.Packed("t")?.Split(':') ?? [];
        return new DkimKeyRecord(kind is "ed25519", octets, flags.Contains("y"), flags.Contains("s"));
    }
}
