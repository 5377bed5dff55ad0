using System.Text;
using Aether.Validation.Messages;

namespace Aether.Validation.Failures;

/// <summary>
/// The header of a failed message as its domain gets to see it. Redacted, it has the fields that explain a failure; whatever else a sender puts in may name the recipient in ways
/// that nobody can recognise, and stays out. RFC 6590, RFC 9991 §7.
/// </summary>
internal static class FailureHeader
{
    private static readonly HashSet<string> Explaining = new(StringComparer.OrdinalIgnoreCase)
    {
        "Received", "Return-Path", "Received-SPF", "Authentication-Results", "DKIM-Signature", "ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results",
        "From", "Sender", "Reply-To", "Date", "Message-ID", "Subject", "In-Reply-To", "References", "Resent-From", "Resent-Sender", "Resent-Date", "Resent-Message-ID",
        "List-Id", "List-Post", "Precedence", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "User-Agent", "X-Mailer",
    };

    private static readonly HashSet<string> Naming = new(StringComparer.OrdinalIgnoreCase)
    {
        "To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc", "Delivered-To", "X-Original-To", "Envelope-To", "Apparently-To",
    };

    /// <summary>Says whether a field names recipients.</summary>
    public static bool IsNaming(HeaderEntry field) => Naming.Contains(field.Name);

    /// <param name="redaction">Null: all is shown.</param>
    /// <param name="names">The recipients.</param>
    /// <param name="most">Octets; fields that do not fit any more are left out.</param>
    public static string Of(HeaderBlock header, FailureRedaction? redaction, IReadOnlyList<string> names, int most)
    {
        var text = new StringBuilder();
        foreach (var field in header.Fields)
        {
            if (field.Name.Length == 0)
                continue;
            string shown = redaction is null ? Encoding.Latin1.GetString(field.Whole.Span) : Redacted(field, redaction, names);
            if (text.Length + shown.Length > most)
                break;
            text.Append(shown);
            if (shown.Length > 0 && !shown.EndsWith('\n'))
                text.Append("\r\n");
        }

        return text.ToString();
    }

    private static string Redacted(HeaderEntry field, FailureRedaction redaction, IReadOnlyList<string> names)
    {
        if (IsNaming(field))
            return $"{field.Name}: {string.Join(",\r\n\t", FailureRedaction.AddressesIn(field.Text).Select(redaction.Redact).Select(address => $"<{address}>"))}\r\n";
        return Explaining.Contains(field.Name) ? redaction.Hide(Encoding.Latin1.GetString(field.Whole.Span), names) : "";
    }
}
