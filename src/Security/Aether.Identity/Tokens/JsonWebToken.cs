using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Aether.Identity.Tokens;

/// <summary>A signed token taken apart; nothing of it is true yet. RFC 7515 §7.1, RFC 7519.</summary>
internal sealed record JsonWebToken(string Algorithm, string KeyId, string Type, JsonElement Claims, byte[] Signed, byte[] Signature)
{
    /// <summary>Characters a token may have.</summary>
    public const int MaxLength = 8 << 10;

    private const int MaxDepth = 8;

    public static bool TryParse(string text, out JsonWebToken? token)
    {
        token = null;
        string[] parts = text.Split('.');
        if (text.Length > MaxLength || parts.Length != 3 || !TryObject(parts[0], out var header) || !TryObject(parts[1], out var claims) || !TryOctets(parts[2], out byte[] signature))
            return false;
        // RFC 7515 §4.1.11: what must be understood and is not, makes it invalid. RFC 7797's b64 is such a thing.
        if (header.TryGetProperty("crit", out _) || StringOf(header, "alg") is not { Length: > 0 } algorithm)
            return false;
        token = new JsonWebToken(algorithm, StringOf(header, "kid") ?? "", StringOf(header, "typ") ?? "", claims, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature);
        return true;
    }

    public string? Text(string claim) => StringOf(Claims, claim);

    /// <summary>A time in seconds. RFC 7519 §2: it may have a fraction.</summary>
    public double? Seconds(string claim) => Claims.TryGetProperty(claim, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out double seconds) ? seconds : null;

    /// <summary>Whether a claim that is one text or a list of them has this one. RFC 7519 §4.1.3.</summary>
    public bool Has(string claim, string wanted) => Has(Claims, claim, wanted);

    /// <inheritdoc cref="Has(string, string)"/>
    public static bool Has(JsonElement claims, string claim, string wanted) => claims.TryGetProperty(claim, out var value) && value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() == wanted,
        JsonValueKind.Array => value.EnumerateArray().Any(one => one.ValueKind is JsonValueKind.String && one.GetString() == wanted),
        _ => false,
    };

    private static string? StringOf(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static bool TryObject(string part, out JsonElement element)
    {
        element = default;
        if (!TryOctets(part, out byte[] octets))
            return false;
        try
        {
            using var document = JsonDocument.Parse(octets, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            element = document.RootElement.Clone();
            return element.ValueKind is JsonValueKind.Object && JsonText.IsWhole(element);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryOctets(string part, out byte[] octets)
    {
        octets = [];
        if (part.Length == 0 || !Base64Url.IsValid(part) || part.Contains('=', StringComparison.Ordinal))
            return false;
        octets = Base64Url.DecodeFromChars(part);
        return true;
    }
}
