using System.Globalization;
using Aether.Validation.Domains;
using Aether.Validation.Messages;

namespace Aether.Validation.Dkim;

/// <summary>A signature field, read. RFC 6376 §3.5; an ARC-Message-Signature has nearly the same tags, RFC 8617 §4.1.2.</summary>
public sealed record DkimSignature
{
    public required DkimAlgorithm Algorithm { get; init; }

    public required string AlgorithmName { get; init; }

    public required string Domain { get; init; }

    public required string Selector { get; init; }

    /// <summary>The i= tag, or <c>@</c> and the domain.</summary>
    public required string Identity { get; init; }

    public required IReadOnlyList<string> Headers { get; init; }

    public required byte[] BodyHash { get; init; }

    public required byte[] Signature { get; init; }

    public required string SignatureText { get; init; }

    public required Canonicalization HeaderForm { get; init; }

    public required Canonicalization BodyForm { get; init; }

    public long? BodyLength { get; init; }

    public DateTimeOffset? Time { get; init; }

    public DateTimeOffset? Expiration { get; init; }

    /// <summary>Reads the value of a DKIM-Signature field.</summary>
    /// <param name="problem">What is wrong with it, when the result is null.</param>
    public static DkimSignature? Parse(TagList tags, out string? problem)
    {
        problem = tags["v"] is not "1" ? "v= is not 1" : null;
        if (problem is not null)
            return null;
        var signature = ParseCommon(tags, out problem);
        if (signature is null || tags["i"] is not { } identity)
            return signature;

        int at = identity.LastIndexOf('@');
        problem = "i= is not within d=";
        return at >= 0 && DomainName.TryNormalize(identity[(at + 1)..], out var domain) && DomainName.IsWithin(domain, signature.Domain)
            ? signature with { Identity = identity[..at] + "@" + domain }
            : null;
    }

    /// <summary>Reads what an ARC-Message-Signature shares. RFC 8617 §4.1.2: no v=, and i= is the instance.</summary>
    public static DkimSignature? ParseArc(TagList tags, out string? problem) => ParseCommon(tags, out problem);

    /// <summary>Reads an ARC-Seal, which signs fields that the chain names: no h=, no bh=. RFC 8617 §4.1.3.</summary>
    public static DkimSignature? ParseSeal(TagList tags, out string? problem)
    {
        problem = "a seal has no h= and no bh=";
        if (tags["h"] is not null || tags["bh"] is not null)
            return null;
        return ParseSigner(tags, out problem) is { } signer && TryTimes(tags, out var time, out _, ref problem) ? signer with { Time = time } : null;
    }

    private static DkimSignature? ParseCommon(TagList tags, out string? problem)
    {
        foreach (var name in (string[])["bh", "h"])
        {
            problem = $"{name}= is missing";
            if (tags[name] is null)
                return null;
        }

        if (ParseSigner(tags, out problem) is not { } signer)
            return null;
        problem = "b= or bh= is not base64";
        if (!TryBase64(tags.Packed("bh")!, out var bodyHash))
            return null;
        problem = "h= does not name From";
        var headers = TagList.RemoveSpace(tags["h"]!).Split(':');
        if (!headers.Contains("from", StringComparer.OrdinalIgnoreCase))
            return null;
        problem = "c= is unknown";
        if (!TryForms(tags.Packed("c"), out var header, out var body))
            return null;
        problem = "q= has no dns/txt";
        if (tags.Packed("q") is { } query && !query.Split(':').Contains("dns/txt", StringComparer.OrdinalIgnoreCase))
            return null;
        if (!TryTimes(tags, out var time, out var expiration, ref problem) || !TryNumber(tags.Packed("l"), out var length))
            return null;

        problem = null;
        return signer with
        {
            Headers = headers,
            BodyHash = bodyHash,
            HeaderForm = header,
            BodyForm = body,
            BodyLength = length,
            Time = time,
            Expiration = expiration,
        };
    }

    private static DkimSignature? ParseSigner(TagList tags, out string? problem)
    {
        foreach (var name in (string[])["a", "b", "d", "s"])
        {
            problem = $"{name}= is missing";
            if (tags[name] is null)
                return null;
        }

        problem = "a= is unknown";
        DkimAlgorithm? algorithm = tags["a"]!.ToLowerInvariant() switch
        {
            "rsa-sha256" => DkimAlgorithm.RsaSha256,
            "ed25519-sha256" => DkimAlgorithm.Ed25519Sha256,
            "rsa-sha1" => DkimAlgorithm.RsaSha1,
            _ => null,
        };
        if (algorithm is null)
            return null;
        problem = "d= is no domain";
        if (!DomainName.TryNormalize(tags["d"], out var domain) || !DomainName.IsMailDomain(domain))
            return null;
        problem = "s= is no selector";
        if (!DomainName.TryNormalize(tags["s"], out var selector) || !DomainName.IsMailDomain(selector + ".x"))
            return null;
        problem = "b= or bh= is not base64";
        string text = tags.Packed("b")!;
        if (!TryBase64(text, out var value))
            return null;
        problem = null;
        return new DkimSignature
        {
            Algorithm = algorithm.Value,
            AlgorithmName = tags["a"]!.ToLowerInvariant(),
            Domain = domain,
            Selector = selector,
            Identity = "@" + domain,
            Headers = [],
            BodyHash = [],
            Signature = value,
            SignatureText = text,
            HeaderForm = Canonicalization.Relaxed,
            BodyForm = Canonicalization.Relaxed,
        };
    }

    private static bool TryTimes(TagList tags, out DateTimeOffset? time, out DateTimeOffset? expiration, ref string? problem)
    {
        (time, expiration) = (null, null);
        problem = "l=, t= or x= is no number";
        if (!TryNumber(tags.Packed("l"), out _) || !TryNumber(tags.Packed("t"), out var from) || !TryNumber(tags.Packed("x"), out var until))
            return false;
        problem = "x= is before t=";
        if (until <= from)
            return false;
        (problem, time, expiration) = (null, ToTime(from), ToTime(until));
        return true;
    }

    internal static bool TryBase64(string text, out byte[] octets)
    {
        octets = new byte[(text.Length / 4 * 3) + 3];
        if (text.Length == 0 || !Convert.TryFromBase64String(text, octets, out int length))
            return false;
        Array.Resize(ref octets, length);
        return true;
    }

    private static bool TryForms(string? text, out Canonicalization header, out Canonicalization body)
    {
        (header, body) = (Canonicalization.Simple, Canonicalization.Simple);
        if (text is null)
            return true;
        var parts = text.ToLowerInvariant().Split('/');
        return parts.Length <= 2 && TryForm(parts[0], out header) && (parts.Length == 1 || TryForm(parts[1], out body));
    }

    private static bool TryForm(string text, out Canonicalization form)
    {
        form = text is "relaxed" ? Canonicalization.Relaxed : Canonicalization.Simple;
        return text is "relaxed" or "simple";
    }

    // RFC 6376 §3.5: up to 76 digits may stand in l=, 12 in t= and x=. What no message can reach needs no telling apart.
    private static bool TryNumber(string? text, out long? number)
    {
        number = null;
        if (text is null)
            return true;
        if (text.Length is 0 or > 76 || text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return false;
        number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : long.MaxValue;
        return true;
    }

    private static DateTimeOffset? ToTime(long? seconds) =>
        seconds is null ? null : DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds.Value, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
}
