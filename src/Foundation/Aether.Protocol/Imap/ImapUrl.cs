using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Aether.Protocol.Imap;

/// <summary>A URL of a message or a part of it on this server: <c>/mailbox;UIDVALIDITY=1/;UID=2/;SECTION=1.2/;PARTIAL=0.99</c>. RFC 5092 §6, RFC 5550 §3.2 URL-PARTIAL.</summary>
/// <param name="Mailbox">Empty: the mailbox that is open.</param>
/// <param name="UidValidity">Null where it is not said.</param>
/// <param name="Section">Which octets; the whole message where it is not said.</param>
public sealed record ImapUrl(string Mailbox, uint? UidValidity, uint Uid, BodySection Section)
{
    /// <summary>It says which octets of its part are meant. RFC 5550 §3.2.</summary>
    public bool IsPartial { get; private init; }

    private const int MaxLength = 4096;
    private const string UidKey = "/;UID=";

    private static readonly FetchLimits Limits = new(MaxItems: 1, MaxPath: 128, MaxFields: 64);

    public static bool TryParse(string text, [NotNullWhen(true)] out ImapUrl? url)
    {
        url = null;
        int uidAt = text.Length > MaxLength ? -1 : text.IndexOf(UidKey, StringComparison.OrdinalIgnoreCase);
        if (uidAt < 0 && text.StartsWith(UidKey.AsSpan(1), StringComparison.OrdinalIgnoreCase))
            (text, uidAt) = ("/" + text, 0);
        if (uidAt < 0 || !TryMailbox(text[..uidAt], out string mailbox, out uint? validity))
            return false;
        string[] parts = text[(uidAt + UidKey.Length)..].Split("/;");
        if (!TryNumber(parts[0], out uint uid) || parts.Length > 3)
            return false;
        string section = "";
        string partial = "";
        foreach (string part in parts.AsSpan(1))
        {
            if (section.Length is 0 && partial.Length is 0 && TryValue(part, "SECTION=", out section))
                continue;
            if (partial.Length > 0 || !TryValue(part, "PARTIAL=", out partial))
                return false;
        }

        if (!TrySection(section, partial, out var wanted))
            return false;
        url = new ImapUrl(mailbox, validity, uid, wanted) { IsPartial = partial.Length > 0 };
        return true;
    }

    private static bool TryMailbox(string text, out string mailbox, out uint? validity)
    {
        (mailbox, validity) = (string.Empty, null);
        if (text.Length is 0)
            return true;
        if (text[0] is not '/')
            return false;
        int key = text.IndexOf(";UIDVALIDITY=", StringComparison.OrdinalIgnoreCase);
        if (key >= 0)
        {
            if (!TryNumber(text[(key + ";UIDVALIDITY=".Length)..], out uint number))
                return false;
            validity = number;
            text = text[..key];
        }

        return TryUnescape(text[1..], out mailbox) && mailbox.Length > 0;
    }

    private static bool TryValue(string part, string key, out string value)
    {
        value = string.Empty;
        return part.StartsWith(key, StringComparison.OrdinalIgnoreCase) && TryUnescape(part[key.Length..], out value) && value.Length > 0;
    }

    /// <summary>As FETCH would ask for it.</summary>
    private static bool TrySection(string section, string partial, [NotNullWhen(true)] out BodySection? wanted)
    {
        wanted = null;
        int dot = partial.IndexOf('.', StringComparison.Ordinal);
        string range = partial.Length is 0 ? "" : $"<{(dot < 0 ? partial + "." + long.MaxValue.ToString(CultureInfo.InvariantCulture) : partial)}>";
        var reader = new ArgumentReader(Encoding.UTF8.GetBytes($"BODY.PEEK[{section}]{range}"));
        if (!FetchArguments.TryParse(ref reader, Limits, out var items) || !reader.AtEnd)
            return false;
        wanted = items[0].Section;
        return wanted is not null;
    }

    private static bool TryNumber(string text, out uint number) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;

    private static bool TryUnescape(string text, out string plain)
    {
        plain = Uri.UnescapeDataString(text);
        return !plain.Contains('\uFFFD', StringComparison.Ordinal) && !plain.Contains('\0', StringComparison.Ordinal);
    }
}
