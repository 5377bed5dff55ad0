using System.Globalization;
using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue.Routing;
using Aether.Queue.Settings;
using Aether.Storage;
using Aether.Storage.Acceptance;
using Aether.Storage.Envelopes;
using Aether.Validation.Checks;
using Aether.Validation.Keys;

namespace Aether.Queue.Reports;

/// <summary>Makes a message of a report, signs it as what its domain sends, and queues it. From the null sender, so that nothing ever comes back of it.</summary>
internal sealed class ReportPost(MailStore store, MessageSigner? signer, ReportOptions options, TimeProvider clock)
{
    private const int MaxHeader = 64 << 10;
    private const int LineLength = 76;

    /// <summary>The address that reports come from; null: no domain is ours.</summary>
    public async ValueTask<string?> FindAddressAsync(CancellationToken ct)
    {
        string domain = options.Domain.Length > 0 ? options.Domain : await store.Directory.ListDomainsAsync(ct) is [var first, ..] ? first.Name : "";
        return domain.Length == 0 ? null : $"{options.LocalPart}@{domain}";
    }

    /// <summary>Queues it.</summary>
    /// <returns>For how many: what is no address gets none.</returns>
    public async Task<int> SendAsync(ReportLetter letter, string from, IReadOnlyList<string> recipients, CancellationToken ct)
    {
        var queued = recipients.Select(ToQueue).OfType<QueueRecipient>().ToList();
        if (queued.Count == 0)
            return 0;
        byte[] message = await SignAsync(Encoding.UTF8.GetBytes(Format(letter, from, recipients)), from, ct);
        await using var draft = store.Bodies.NewDraft();
        draft.Write(message);
        await draft.FlushAsync(ct);
        var envelope = new QueueEnvelope { TlsOptional = letter.IsTlsOptional };
        var entry = new QueueEntry("", default, envelope, QueuePriority.Low, clock.GetUtcNow() + options.Patience, queued);
        await store.Acceptance.AcceptAsync(await draft.CompleteAsync(ct), new AcceptPlan(Guid.CreateVersion7().ToString("n"), [], entry), ct);
        return queued.Count;
    }

    private static QueueRecipient? ToQueue(string address) => Mailbox.TryParse(address, out var mailbox) ? new QueueRecipient(address, QueueDomains.Of(mailbox), null, "NEVER") : null;

    private async ValueTask<byte[]> SignAsync(byte[] message, string from, CancellationToken ct)
    {
        if (signer is null)
            return message;
        using var gate = new MessageGate(options.Hostname, MaxHeader, null, wantsHash: true);
        gate.Write(message, static _ => { });
        gate.Complete(static _ => { });
        return [.. Encoding.ASCII.GetBytes(await signer.SignAsync(from[(from.LastIndexOf('@') + 1)..], "", gate, ct)), .. message];
    }

    private string Format(ReportLetter letter, string from, IReadOnlyList<string> recipients)
    {
        string boundary = "=_" + Guid.NewGuid().ToString("n");
        string date = clock.GetUtcNow().ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        return new StringBuilder()
            .Append("From: <").Append(from).Append(">\r\n")
            .Append("To: ").AppendJoin(",\r\n\t", recipients.Select(recipient => $"<{recipient}>")).Append("\r\n")
            .Append("Subject: ").Append(letter.Subject).Append("\r\n")
            .Append("Date: ").Append(date).Append("\r\n")
            .Append("Message-ID: <").Append(letter.ReportId).Append(">\r\n")
            .Append("Auto-Submitted: auto-generated\r\n") // RFC 3834 §5
            .Append(letter.Fields)
            .Append("MIME-Version: 1.0\r\n")
            .Append("Content-Type: ").Append(letter.Container).Append(";\r\n\tboundary=\"").Append(boundary).Append("\"\r\n\r\n")
            .Append("--").Append(boundary).Append("\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n").Append(letter.Text).Append("\r\n")
            .Append("--").Append(boundary).Append("\r\nContent-Type: ").Append(letter.MediaType)
            .Append("\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n\tfilename=\"").Append(letter.FileName).Append("\"\r\n\r\n")
            .AppendJoin("\r\n", Convert.ToBase64String(letter.Content).Chunk(LineLength).Select(line => new string(line)))
            .Append("\r\n--").Append(boundary).Append("--\r\n")
            .ToString();
    }
}
