using System.Buffers.Text;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Aether.Tls.Acme;

/// <summary>When a certificate is due: when the authority says (RFC 9773), else with a third of its life left; a part of that is by chance, so that not all come at once.</summary>
internal static class AcmeRenewal
{
    /// <summary>By the certificate alone.</summary>
    public static DateTimeOffset DueOf(X509Certificate2 certificate, double chance)
    {
        var (start, end) = (new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
        var life = end - start;
        return end - (life / 3) - (life * (0.05 * chance));
    }

    /// <summary>By the window that the authority suggests. RFC 9773 §4.2.</summary>
    /// <returns>Null: it suggests none.</returns>
    public static DateTimeOffset? DueOf(AcmeAnswer answer, double chance)
    {
        if (answer.Body.ValueKind is not JsonValueKind.Object || !answer.Body.TryGetProperty("suggestedWindow", out var window) || window.ValueKind is not JsonValueKind.Object)
            return null;
        return window.TryGetProperty("start", out var first) && first.TryGetDateTimeOffset(out var start) && window.TryGetProperty("end", out var last) && last.TryGetDateTimeOffset(out var end) && end > start
            ? start + ((end - start) * chance)
            : null;
    }

    /// <summary>What the authority knows a certificate by: the key id of its issuer and its serial number. RFC 9773 §4.1.</summary>
    /// <returns>Null: it names no issuer's key.</returns>
    public static string? NameOf(X509Certificate2 certificate)
    {
        if (certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier is not { } issuer)
            return null;
        return $"{Base64Url.EncodeToString(issuer.Span)}.{Base64Url.EncodeToString(certificate.SerialNumberBytes.Span)}";
    }
}
