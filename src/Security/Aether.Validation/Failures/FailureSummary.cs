namespace Aether.Validation.Failures;

/// <summary>What is kept of a report of a failure that another operator sent: its words, cleaned and cut.</summary>
/// <param name="Agent">The program that wrote it.</param>
/// <param name="Cause">dmarc, spf, signature, bodyhash, revoked, adsp.</param>
/// <param name="Alignment">The mechanisms that gave no aligned pass, as it says.</param>
/// <param name="Results">Its Authentication-Results.</param>
/// <param name="From">Of the message, as is the rest; empty where it is not told.</param>
public sealed record FailureSummary(
    string Agent, string Cause, string Alignment, string Delivery, string Results, string Source, DateTimeOffset? Arrival, string MailFrom, IReadOnlyList<string> Recipients, string EnvelopeId,
    string DkimDomain, string DkimIdentity, string DkimSelector, string SpfRecord, string From, string Subject, string Date, string MessageId);
