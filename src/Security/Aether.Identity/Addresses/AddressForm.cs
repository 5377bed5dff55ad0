using System.Globalization;
using System.Text;

namespace Aether.Identity.Addresses;

/// <summary>
/// The one form in which addresses of ours are stored and compared: NFC, lower case, the domain as A-labels. A local
/// part of another domain is never touched (RFC 5321 §2.4); ours ignore case, as every user expects.
/// </summary>
public static class AddressForm
{
    /// <summary>Stands for every address in a grant to send.</summary>
    public const string Any = "*";

    private const int MaxLocalPart = 64;
    private const int MaxDomain = 255;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The stored form of an address of ours.</summary>
    /// <returns>False when it has no local part or no valid domain, or characters that may not stand in one.</returns>
    public static bool TryNormalise(string address, out string normal)
    {
        normal = "";
        int at = address.LastIndexOf('@');
        if (at < 1 || !TryNormaliseDomain(address[(at + 1)..], out string domain) || !TryNormaliseLocalPart(address[..at], out string localPart))
            return false;
        normal = $"{localPart}@{domain}";
        return true;
    }

    /// <summary>A domain in lower case as A-labels (RFC 5890), without a trailing dot.</summary>
    public static bool TryNormaliseDomain(string domain, out string normal)
    {
        normal = "";
        if (domain.Length is 0 or > MaxDomain)
            return false;
        try
        {
            normal = Idn.GetAscii(domain.EndsWith('.') ? domain[..^1] : domain).ToLowerInvariant();
            return normal.Length is > 0 and <= MaxDomain;
        }
        catch (ArgumentException)
        {
            return false; // The mapping has no Try form: an empty label, or a character that may not stand in a name.
        }
    }

    /// <summary>A local part of ours, unquoted, in NFC and lower case.</summary>
    public static bool TryNormaliseLocalPart(string localPart, out string normal)
    {
        normal = "";
        if (localPart.Length is 0 or > MaxLocalPart || !localPart.All(IsAllowed))
            return false;
        try
        {
            normal = localPart.Normalize(NormalizationForm.FormC).ToLowerInvariant();
            return Encoding.UTF8.GetByteCount(normal) <= MaxLocalPart;
        }
        catch (ArgumentException)
        {
            return false; // Broken Unicode: a lone surrogate.
        }
    }

    private static bool IsAllowed(char c) => !char.IsControl(c) && !char.IsWhiteSpace(c) && c is not ('"' or '\\' or '<' or '>' or '(' or ')' or ',' or ':' or ';' or '[' or ']' or '@');
}
