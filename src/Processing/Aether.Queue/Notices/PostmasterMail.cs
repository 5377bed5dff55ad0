using System.Globalization;
using System.Text;
using Aether.Storage;
using Aether.Storage.Accounts;
using Aether.Storage.Envelopes;
using Aether.Validation.Keys;

namespace Aether.Queue.Notices;

/// <summary>Tells the postmaster of a domain of ours something by mail. RFC 5321 §4.5.1: there always is one.</summary>
/// <param name="signer">Null: nothing is signed.</param>
/// <param name="hostname">Our name.</param>
public sealed class PostmasterMail(MailStore store, MessageSigner? signer, string hostname, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(5);
    private readonly OwnMail mail = new(store, signer, hostname, clock);

    /// <param name="text">Lines end as they do here.</param>
    /// <param name="setting">Written in the operation that queues the letter: what it tells of is never without it, nor told twice.</param>
    public Task SendAsync(string domain, string subject, string text, DomainSetting setting, CancellationToken ct)
    {
        string address = $"postmaster@{domain}";
        string date = clock.GetUtcNow().ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        string message = new StringBuilder()
            .Append("From: Aether Mailer <").Append(address).Append(">\r\n")
            .Append("To: <").Append(address).Append(">\r\n")
            .Append("Subject: ").Append(subject).Append("\r\n")
            .Append("Date: ").Append(date).Append("\r\n")
            .Append("Message-ID: <").Append(Guid.CreateVersion7().ToString("n")).Append('@').Append(hostname).Append(">\r\n")
            .Append("Auto-Submitted: auto-generated\r\n") // RFC 3834 §5
            .Append("MIME-Version: 1.0\r\n")
            .Append("Content-Type: text/plain; charset=utf-8\r\n\r\n")
            .Append(text.ReplaceLineEndings("\r\n"))
            .ToString();
        return mail.QueueAsync(message, domain, [address], new QueueEnvelope("8BITMIME"), Patience, setting, ct);
    }
}
