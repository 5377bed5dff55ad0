using System.Globalization;
using System.Text;
using Aether.Queue.Notices;
using Aether.Queue.Settings;
using Aether.Storage;
using Aether.Storage.Envelopes;
using Aether.Validation.Keys;

namespace Aether.Queue.Reports;

/// <summary>Makes a message of a report, and queues it.</summary>
internal sealed class ReportPost(MailStore store, MessageSigner? signer, ReportOptions options, TimeProvider clock)
{
    private readonly OwnMail mail = new(store, signer, options.Hostname, clock);

    /// <summary>The address that reports come from; null: no domain is ours.</summary>
    public async ValueTask<string?> FindAddressAsync(CancellationToken ct)
    {
        string domain = options.Domain.Length > 0 ? options.Domain : await store.Directory.ListDomainsAsync(ct) is [var first, ..] ? first.Name : "";
        return domain.Length == 0 ? null : $"{options.LocalPart}@{domain}";
    }

    /// <summary>Queues it.</summary>
    /// <returns>For how many: what is no address gets none.</returns>
    public Task<int> SendAsync(ReportLetter letter, string from, IReadOnlyList<string> recipients, CancellationToken ct) =>
        mail.QueueAsync(Format(letter, from, recipients), from[(from.LastIndexOf('@') + 1)..], recipients, new QueueEnvelope { TlsOptional = letter.IsTlsOptional }, options.Patience, null, ct);

    private string Format(ReportLetter letter, string from, IReadOnlyList<string> recipients)
    {
        string boundary = "=_" + Guid.NewGuid().ToString("n");
        string date = clock.GetUtcNow().ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        var text = new StringBuilder()
            .Append("From: <").Append(from).Append(">\r\n")
            .Append("To: ").AppendJoin(",\r\n\t", recipients.Select(recipient => $"<{recipient}>")).Append("\r\n")
            .Append("Subject: ").Append(letter.Subject).Append("\r\n")
            .Append("Date: ").Append(date).Append("\r\n")
            .Append("Message-ID: <").Append(letter.ReportId).Append(">\r\n")
            .Append("Auto-Submitted: auto-generated\r\n") // RFC 3834 §5
            .Append(letter.Fields)
            .Append("MIME-Version: 1.0\r\n")
            .Append("Content-Type: ").Append(letter.Container).Append(";\r\n\tboundary=\"").Append(boundary).Append("\"\r\n\r\n")
            .Append("--").Append(boundary).Append("\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n").Append(letter.Text);
        foreach (var part in letter.Parts)
            text.Append("\r\n--").Append(boundary).Append("\r\n").Append(part.Fields).Append("\r\n").Append(part.Body);
        return text.Append("\r\n--").Append(boundary).Append("--\r\n").ToString();
    }
}
