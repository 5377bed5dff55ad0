using System.Text.Json;
using Aether.Validation.Results;
using Aether.Validation.Spf;

namespace Aether.Validation.Failures;

/// <summary>One message that failed, as it waits to be told to its domain: what the fields of a report say, and its header. RFC 6591 §3, RFC 9991 §4.</summary>
/// <param name="MessageId">Our id of it.</param>
/// <param name="Cause">The word of Auth-Failure.</param>
/// <param name="Author">The domain in From.</param>
/// <param name="Sender">MAIL FROM.</param>
/// <param name="Recipients">RCPT TO, redacted where that is wanted.</param>
/// <param name="Results">The value of Authentication-Results.</param>
/// <param name="Alignment">The mechanisms that gave no aligned pass.</param>
/// <param name="Delivery">delivered, spam or reject.</param>
/// <param name="SpfDomain">Whose SPF failed; empty: it did not.</param>
/// <param name="Header">The message's, octets as U+0000 to U+00FF.</param>
public sealed record FailureDetail(
    string MessageId, DateTimeOffset Arrival, string Source, int Port, string Cause, string Author, string Sender, IReadOnlyList<string> Recipients, string EnvelopeId, string Results, string Alignment, string Delivery,
    string DkimDomain, string DkimIdentity, string DkimSelector, string SpfDomain, string Header)
{
    private const int MaxRecipients = 10;

    /// <summary>What makes two failures the same: whence, in whose name, and what was found; not to whom, nor when. RFC 9991 §8.1: conditions are told, not each message.</summary>
    public static string IncidentOf(MailAuthentication found, FailureCause cause, FailedMessage message) => string.Join(
        '|',
        cause.Name,
        message.Source,
        found.Dmarc!.Author,
        found.Sender[(found.Sender.LastIndexOf('@') + 1)..].ToLowerInvariant(),
        found.Spf is { } spf ? ReceivedSpf.NameOf(spf.Result) : "",
        string.Join(',', found.Dkim.Select(dkim => $"{dkim.Result} {dkim.Domain} {dkim.Selector}")),
        found.Action);

    /// <param name="redaction">Hides who the recipients are; null: they may be shown.</param>
    /// <param name="maxHeader">Octets of the header that are told.</param>
    public static FailureDetail Of(MailAuthentication found, FailureCause cause, FailedMessage message, FailureRedaction? redaction, int maxHeader)
    {
        var dmarc = found.Dmarc!;
        var names = redaction is null ? [] : FailureRedaction.NamesOf(message);
        string Hide(string text) => redaction is null ? text : redaction.Hide(text, names);
        return new FailureDetail(
            message.MessageId,
            message.Arrival,
            (message.Source.IsIPv4MappedToIPv6 ? message.Source.MapToIPv4() : message.Source).ToString(),
            message.Port,
            cause.Name,
            dmarc.Author,
            Hide(found.Sender),
            [.. message.Recipients.Take(MaxRecipients).Select(recipient => redaction?.Redact(recipient) ?? recipient)],
            message.EnvelopeId is null ? "" : Hide(message.EnvelopeId),
            Hide(AuthenticationResults.Value(found)),
            (dmarc.IsDkimAligned, dmarc.IsSpfAligned) switch { (false, false) => "dkim, spf", (false, true) => "dkim", (true, false) => "spf", _ => "none" },
            found.Action switch { MailAction.Reject => "reject", MailAction.Quarantine => "spam", _ => "delivered" },
            cause.Signature?.Domain ?? "",
            Hide(cause.Signature?.Identity ?? ""),
            cause.Signature?.Selector ?? "",
            cause.Spf?.Domain ?? "",
            FailureHeader.Of(message.Header, redaction, names, maxHeader));
    }

    public string Format() => JsonSerializer.Serialize(this, FailureJson.Default.FailureDetail);

    /// <returns>Null: it is none.</returns>
    public static FailureDetail? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, FailureJson.Default.FailureDetail);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
