using System.Net;
using Aether.Validation.Messages;

namespace Aether.Validation.Failures;

/// <summary>A message that failed, as far as its domain may hear of it.</summary>
/// <param name="MessageId">Our id of it, which its trace goes by.</param>
/// <param name="Header">As it came.</param>
/// <param name="Recipients">Of the envelope.</param>
/// <param name="EnvelopeId">ENVID of MAIL, RFC 3461 §4.4; null: it has none.</param>
public sealed record FailedMessage(string MessageId, DateTimeOffset Arrival, IPAddress Source, int Port, HeaderBlock Header, IReadOnlyList<string> Recipients, string? EnvelopeId)
{
    /// <summary>
    /// It was written by a machine, perhaps because of a message of somebody's: a report on it could go round for ever. RFC 3834 §2, §5; RFC 5965 §2, RFC 9991 §5.1.
    /// </summary>
    public bool IsAutomatic => Header.Fields.Any(MayLoop);

    private static bool MayLoop(HeaderEntry entry) => entry.Name.ToLowerInvariant() switch
    {
        "auto-submitted" => !entry.Text.TrimStart().StartsWith("no", StringComparison.OrdinalIgnoreCase),
        "content-type" => entry.Text.Contains("multipart/report", StringComparison.OrdinalIgnoreCase) || entry.Text.Contains("message/feedback-report", StringComparison.OrdinalIgnoreCase),
        "precedence" => entry.Text.Contains("auto_reply", StringComparison.OrdinalIgnoreCase),
        "feedback-type" or "tls-report-domain" => true,
        _ => false,
    };
}
