using Aether.Smtp.Session;

namespace Aether.Smtp.Content;

/// <summary>Tells mail to the address of reports: reports on reports would go back and forth for ever (case D07).</summary>
internal static class ReportMail
{
    public static bool IsTo(SmtpBackend backend, SmtpSession session) =>
        backend.Recipients.ReportsTo is { } local && session.Transaction!.Recipients.All(recipient => string.Equals(recipient.Arguments.Recipient.UnquotedLocalPart, local, StringComparison.OrdinalIgnoreCase));
}
