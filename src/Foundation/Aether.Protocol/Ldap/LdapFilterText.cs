using System.Globalization;
using System.Text;

namespace Aether.Protocol.Ldap;

/// <summary>A value in a filter: octets, with placeholders between them. RFC 4515 §3.</summary>
internal sealed class LdapFilterText
{
    private readonly IReadOnlyList<(byte[] Octets, string? Placeholder)> parts;

    private LdapFilterText(IReadOnlyList<(byte[] Octets, string? Placeholder)> parts) => this.parts = parts;

    public bool IsEmpty => parts.Count == 0;

    public bool HasPlaceholder => parts.Any(static part => part.Placeholder is not null);

    /// <returns>False: an escape is broken, or a placeholder is not known.</returns>
    public static bool TryParse(string text, out LdapFilterText? parsed)
    {
        parsed = null;
        var parts = new List<(byte[], string?)>();
        var octets = new List<byte>();
        for (int at = 0; at < text.Length;)
        {
            if (text[at] == '\\')
            {
                if (at + 3 > text.Length || !byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte octet))
                    return false;
                octets.Add(octet);
                at += 3;
            }
            else if (text.AsSpan(at).StartsWith("%{"))
            {
                int end = text.IndexOf('}', at);
                if (end < 0 || text[(at + 2)..end] is not ("address" or "local" or "domain" or "name"))
                    return false;
                if (octets.Count > 0)
                    parts.Add((octets.ToArray(), null));
                octets.Clear();
                parts.Add(([], text[(at + 2)..end]));
                at = end + 1;
            }
            else
            {
                if (text[at] == '\0' || !Rune.TryGetRuneAt(text, at, out var rune))
                    return false;
                octets.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                at += rune.Utf16SequenceLength;
            }
        }
        if (octets.Count > 0)
            parts.Add((octets.ToArray(), null));
        parsed = new LdapFilterText(parts);
        return true;
    }

    /// <summary>Its octets with names in the place of placeholders, as they are.</summary>
    public byte[] Fill(LdapFilterValues values) => [.. parts.SelectMany(part => part.Placeholder is null ? part.Octets : Encoding.UTF8.GetBytes(part.Placeholder switch
    {
        "address" => values.Address,
        "local" => values.LocalPart,
        "domain" => values.Domain,
        _ => values.Name,
    }))];
}
