using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue.Routing;
using Aether.Storage;
using Aether.Storage.Acceptance;
using Aether.Storage.Accounts;
using Aether.Storage.Envelopes;
using Aether.Validation.Checks;
using Aether.Validation.Keys;

namespace Aether.Queue.Notices;

/// <summary>Queues what the server itself writes, signed as what its domain sends. From the null sender, so that nothing ever comes back of it.</summary>
/// <param name="signer">Null: nothing is signed.</param>
internal sealed class OwnMail(MailStore store, MessageSigner? signer, string hostname, TimeProvider clock)
{
    private const int MaxHeader = 64 << 10;

    /// <param name="message">With its header, lines CRLF-ended.</param>
    /// <param name="domain">Who signs it.</param>
    /// <param name="patience">How long it is tried.</param>
    /// <param name="setting">Written in the operation that queues it; null: nothing is.</param>
    /// <returns>For how many it is queued: what is no address gets none.</returns>
    public async Task<int> QueueAsync(string message, string domain, IReadOnlyList<string> recipients, QueueEnvelope envelope, TimeSpan patience, DomainSetting? setting, CancellationToken ct)
    {
        var queued = recipients.Select(ToQueue).OfType<QueueRecipient>().ToList();
        if (queued.Count == 0)
            return 0;
        await using var draft = store.Bodies.NewDraft();
        draft.Write(await SignAsync(Encoding.UTF8.GetBytes(message), domain, ct));
        await draft.FlushAsync(ct);
        var entry = new QueueEntry("", default, envelope, QueuePriority.Low, clock.GetUtcNow() + patience, queued);
        var (stored, plan) = (await draft.CompleteAsync(ct), new AcceptPlan(Guid.CreateVersion7().ToString("n"), [], entry));
        await (setting is null ? store.Acceptance.AcceptAsync(stored, plan, ct) : store.Acceptance.AcceptAsync(stored, plan, setting, ct));
        return queued.Count;
    }

    private static QueueRecipient? ToQueue(string address) => Mailbox.TryParse(address, out var mailbox) ? new QueueRecipient(address, QueueDomains.Of(mailbox), null, "NEVER") : null;

    private async ValueTask<byte[]> SignAsync(byte[] message, string domain, CancellationToken ct)
    {
        if (signer is null)
            return message;
        using var gate = new MessageGate(hostname, MaxHeader, null, wantsHash: true);
        gate.Write(message, static _ => { });
        gate.Complete(static _ => { });
        return [.. Encoding.ASCII.GetBytes(await signer.SignAsync(domain, "", gate, ct)), .. message];
    }
}
