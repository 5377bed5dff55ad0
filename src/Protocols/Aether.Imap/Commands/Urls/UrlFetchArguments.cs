using System.Diagnostics.CodeAnalysis;
using System.Text;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Urls;

/// <summary>The arguments of URLFETCH: URLs, each with what is wanted of it where that is said. RFC 4467 §7, RFC 5524 §3.</summary>
internal static class UrlFetchArguments
{
    public const int MaxUrls = 100;

    public static bool TryParse(CommandInput input, [NotNullWhen(true)] out List<(string Url, UrlParts? Wanted)>? urls)
    {
        urls = [];
        var reader = input.Read();
        while (!reader.AtEnd)
        {
            if (urls.Count >= MaxUrls || !reader.TrySpace())
                return false;
            UrlParts? wanted = null;
            bool isExtended = reader.TryOpen();
            if (!reader.TryAString(out var url) || (isExtended && !TryParts(ref reader, out wanted)))
                return false;
            urls.Add((Encoding.UTF8.GetString(url), wanted));
        }

        return urls.Count > 0;
    }

    private static bool TryParts(ref ArgumentReader reader, out UrlParts? wanted)
    {
        wanted = UrlParts.None;
        while (reader.TrySpace())
        {
            var part = reader.TryWord("BODYPARTSTRUCTURE"u8) ? UrlParts.Structure
                : reader.TryWord("BINARY"u8) ? UrlParts.Binary
                : reader.TryWord("BODY"u8) ? UrlParts.Body
                : UrlParts.None;
            if (part is UrlParts.None || wanted.Value.HasFlag(part))
                return false;
            wanted |= part;
        }

        // RFC 5524 §3: the octets as they are, or decoded, not both.
        return wanted is not UrlParts.None && !wanted.Value.HasFlag(UrlParts.Body | UrlParts.Binary) && reader.TryClose();
    }
}
