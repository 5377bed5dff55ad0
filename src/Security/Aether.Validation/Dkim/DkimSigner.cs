using System.Globalization;
using System.Text;
using Aether.Validation.Messages;

namespace Aether.Validation.Dkim;

/// <summary>Writes signature fields: relaxed, the whole body (never l=), and the fields that matter named once more than they stand, so that none can be added. RFC 6376 §5, §5.4, §8.15.</summary>
public static class DkimSigner
{
    private const int MaxLine = 76;

    /// <summary>Signed as often as they stand, and once more (case D01).</summary>
    private static readonly string[] Sealed =
        ["From", "To", "Cc", "Subject", "Date", "Reply-To", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"];

    /// <summary>Signed as often as they stand: what lists and other hops add is no business of ours. RFC 6376 §5.4.1.</summary>
    private static readonly string[] Present =
        ["Sender", "In-Reply-To", "References", "Content-Disposition", "Content-Language", "Content-ID", "Resent-From", "Resent-To", "Resent-Cc", "Resent-Date", "Resent-Message-ID",
         "List-Id", "List-Help", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Subscribe", "List-Post", "List-Owner", "List-Archive", "Auto-Submitted", "Feedback-ID", "TLS-Required"];

    /// <param name="header">The header as the next hop will see it.</param>
    /// <param name="bodyHash">Of the relaxed form of the whole body.</param>
    /// <returns>The field, folded and CRLF-ended.</returns>
    public static string Sign(HeaderBlock header, byte[] bodyHash, DkimSigningKey key, DateTimeOffset now)
    {
        var names = NamesFor(header);
        var value = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $" v=1; a={key.AlgorithmName}; c=relaxed/relaxed; d={key.Domain};\r\n\ts={key.Selector}; t={now.ToUnixTimeSeconds()};\r\n\th=")
            .Append(Fold(names)).Append(";\r\n\tbh=").Append(Convert.ToBase64String(bodyHash)).Append(";\r\n\tb=");
        return Finish("DKIM-Signature", value, header, names, key);
    }

    /// <summary>Signs the fields named and the field itself, and writes it whole.</summary>
    internal static string Finish(string field, StringBuilder value, HeaderBlock header, IEnumerable<string> names, DkimSigningKey key)
    {
        var hash = new HeaderHash(Canonicalization.Relaxed);
        SignedFields.AddTo(hash, header, names);
        hash.AddLast(field, value.ToString());
        return $"{field}:{value}{Wrap(Convert.ToBase64String(key.Sign(hash.Complete())))}\r\n";
    }

    /// <summary>What h= lists.</summary>
    internal static List<string> NamesFor(HeaderBlock header)
    {
        var names = new List<string>();
        foreach (var name in Sealed)
            names.AddRange(Enumerable.Repeat(name, header.Count(name) + 1));
        foreach (var name in Present)
            names.AddRange(Enumerable.Repeat(name, header.Count(name)));
        return names;
    }

    /// <summary>Base64 over several lines: white space in it does not count. RFC 6376 §2.10.</summary>
    internal static string Wrap(string base64)
    {
        var text = new StringBuilder();
        for (int at = 0; at < base64.Length; at += MaxLine - 4)
            text.Append(at == 0 ? "" : "\r\n\t ").Append(base64, at, Math.Min(MaxLine - 4, base64.Length - at));
        return text.ToString();
    }

    internal static string Fold(List<string> names)
    {
        var text = new StringBuilder();
        int line = 4;
        for (int i = 0; i < names.Count; i++)
        {
            if (line + names[i].Length > MaxLine)
            {
                text.Append("\r\n\t ");
                line = 4;
            }

            text.Append(names[i]).Append(i < names.Count - 1 ? ":" : "");
            line += names[i].Length + 1;
        }

        return text.ToString();
    }
}
