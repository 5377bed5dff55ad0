using System.Globalization;
using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue.Settings;
using Aether.Storage.Queue;

namespace Aether.Queue.Dsn;

/// <summary>The written parts of a delivery status notification. RFC 3464 §2, RFC 3461 §6, RFC 6533 where UTF-8 occurs.</summary>
internal sealed class ReportText(QueueOptions options, QueuedMessage original, IReadOnlyList<ReportedRecipient> recipients, DateTimeOffset now)
{
    private readonly bool international = original.Envelope.SmtpUtf8 || !Ascii.IsValid(original.Sender) || recipients.Any(r => !Ascii.IsValid(r.Recipient.Address));

    public string Boundary { get; } = "=_" + Guid.NewGuid().ToString("n");

    private bool IsFailure => recipients.Any(recipient => recipient.Action is ReportAction.Failed);

    private bool IsDelay => !IsFailure && recipients.Any(recipient => recipient.Action is ReportAction.Delayed);

    private string Subject => IsFailure ? "Your message could not be delivered" : IsDelay ? "Your message is delayed" : "Your message was delivered";

    private string Notice => IsFailure
        ? "Your message could not be delivered to the recipients below.\r\nNobody will try again; the reasons may help you to find another way.\r\n"
        : IsDelay
        ? $"Your message has not been delivered yet to the recipients below.\r\nYou need not send it again: it is tried until {Date(original.Expires)}.\r\n"
        : "Your message was delivered to the recipients below, as you asked to be told.\r\n";

    /// <summary>The header, the part for people, the part for machines, and the start of the returned message.</summary>
    public string Head(ReturnedContent returned)
    {
        var text = new StringBuilder();
        AppendHeader(text);
        AppendNotice(text);
        AppendStatus(text);
        text.Append("\r\n--").Append(Boundary).Append("\r\nContent-Type: ").Append((returned, international) switch
        {
            (ReturnedContent.Full, false) => "message/rfc822",
            (ReturnedContent.Full, true) => "message/global",
            (_, false) => "text/rfc822-headers",
            _ => "message/global-headers",
        });
        if (returned is ReturnedContent.Full && original.Envelope.Body != "7BIT")
            text.Append("\r\nContent-Transfer-Encoding: ").Append(original.Envelope.Body == "BINARYMIME" ? "binary" : "8bit");
        return text.Append("\r\n\r\n").ToString();
    }

    public string Tail() => $"\r\n--{Boundary}--\r\n";

    private void AppendHeader(StringBuilder text)
    {
        text.Append("From: Mail Delivery System <MAILER-DAEMON@").Append(options.Hostname).Append(">\r\n")
            .Append("To: <").Append(original.Sender).Append(">\r\n")
            .Append("Subject: ").Append(Subject).Append("\r\n")
            .Append("Date: ").Append(Date(now)).Append("\r\n")
            .Append("Message-ID: <").Append(Guid.NewGuid().ToString("n")).Append('@').Append(options.Hostname).Append(">\r\n")
            .Append("Auto-Submitted: auto-replied\r\n") // RFC 3834 §5
            .Append("MIME-Version: 1.0\r\n")
            .Append("Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"").Append(Boundary).Append("\"\r\n\r\n");
    }

    private void AppendNotice(StringBuilder text)
    {
        text.Append("--").Append(Boundary).Append("\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ")
            .Append(international ? "8bit" : "7bit").Append("\r\n\r\nThis is the mail system at ").Append(options.Hostname).Append(".\r\n\r\n")
            .Append(Notice);
        foreach (var recipient in recipients)
        {
            text.Append("\r\n<").Append(Clean(recipient.Recipient.Address)).Append(">: ");
            if (recipient.Host is { } host)
                text.Append("host ").Append(Clean(host)).Append(" said: ");
            text.Append(Clean(recipient.Reply.ToString())).Append("\r\n");
        }
    }

    private void AppendStatus(StringBuilder text)
    {
        text.Append("\r\n--").Append(Boundary).Append("\r\nContent-Type: message/").Append(international ? "global-delivery-status" : "delivery-status").Append("\r\n\r\n");
        if (original.Envelope.EnvId is { } id && Xtext.TryDecode(Encoding.ASCII.GetBytes(id), out string decoded))
            text.Append("Original-Envelope-Id: ").Append(Clean(decoded)).Append("\r\n");
        text.Append("Reporting-MTA: dns; ").Append(options.Hostname).Append("\r\nArrival-Date: ").Append(Date(original.Created)).Append("\r\n");
        foreach (var recipient in recipients)
            AppendRecipient(text.Append("\r\n"), recipient);
    }

    private void AppendRecipient(StringBuilder text, ReportedRecipient recipient)
    {
        if (recipient.Recipient.Orcpt is { } orcpt && OriginalRecipient.TryParse(Encoding.ASCII.GetBytes(orcpt), out var named))
            text.Append("Original-Recipient: ").Append(named.AddressType).Append("; ").Append(Clean(named.Address)).Append("\r\n");
        var address = recipient.Recipient.Address;
        text.Append("Final-Recipient: ").Append(Ascii.IsValid(address) ? "rfc822" : "utf-8").Append("; ").Append(Clean(address)).Append("\r\n")
            .Append("Action: ").Append(recipient.Action.ToString().ToLowerInvariant()).Append("\r\n")
            .Append("Status: ").Append(StatusOf(recipient)).Append("\r\n");
        if (recipient.Host is { } host)
            text.Append("Remote-MTA: dns; ").Append(Clean(host)).Append("\r\nDiagnostic-Code: smtp; ").Append(Clean(recipient.Reply.ToString())).Append("\r\n");
        text.Append("Last-Attempt-Date: ").Append(Date(now)).Append("\r\n");
        if (recipient.Action is ReportAction.Delayed)
            text.Append("Will-Retry-Until: ").Append(Date(original.Expires)).Append("\r\n"); // RFC 3464 §2.3.9
    }

    // The class is the outcome's: a temporary reply that was the last one is reported as failed for good (RFC 3463 §2).
    private static EnhancedStatus StatusOf(ReportedRecipient recipient)
    {
        int first = recipient.Action switch { ReportAction.Failed => 5, ReportAction.Delayed => 4, _ => 2 };
        return recipient.Reply.Enhanced is { } status ? status with { Class = first } : new EnhancedStatus(first, 0, 0);
    }

    /// <summary>Others' words, on one line of bounded length.</summary>
    private static string Clean(string text)
    {
        var clean = string.Concat(text.Take(500).Select(c => char.IsControl(c) ? '?' : c));
        return Ascii.IsValid(clean) ? clean : clean.Replace('\ufffd', '?');
    }

    private static string Date(DateTimeOffset time) => time.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
}
