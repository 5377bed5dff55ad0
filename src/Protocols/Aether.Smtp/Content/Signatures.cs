using System.Buffers;
using Aether.Smtp.Session;
using Aether.Storage.Bodies;
using Aether.Validation.Authors;
using Aether.Validation.Checks;
using Aether.Validation.Domains;
using Aether.Validation.Keys;

namespace Aether.Smtp.Content;

/// <summary>Signs what users send, and seals what strangers sent and an alias sends on. RFC 6376 §5, RFC 8617 §5.1.</summary>
internal sealed class Signatures(MessageSigner? signer, BodyStore bodies)
{
    /// <summary>The body has to be hashed while it comes.</summary>
    public bool IsWanted(SmtpSession session) => signer is not null && (session.Options.Kind is SmtpListenerKind.Submission || GoesOn(session.Transaction!) is not null);

    /// <param name="changed">The message as hooks left it; null when it is as it came.</param>
    /// <param name="added">Fields that go out above the header.</param>
    /// <returns>Fields for the top, CRLF-ended.</returns>
    public async ValueTask<string> MakeAsync(SmtpSession session, StoredMessage? changed, string added, CancellationToken ct)
    {
        var content = session.Transaction!.Content!;
        if (signer is null || content.Gate is not { Hash: not null } gate)
            return "";
        if (changed is null)
            return await MakeAsync(signer, session, gate, added, ct);
        using var again = await ReadAsync(session, changed, ct);
        return await MakeAsync(signer, session, again, added, ct);
    }

    private static async ValueTask<string> MakeAsync(MessageSigner signer, SmtpSession session, MessageGate gate, string added, CancellationToken ct)
    {
        var transaction = session.Transaction!;
        if (session.Options.Kind is SmtpListenerKind.Submission)
            return SignerOf(session, gate) is { } domain ? await signer.SignAsync(domain, added, gate, ct) : "";
        return transaction.Content!.Judgement.Found is { } found && GoesOn(transaction) is { } address
            ? await signer.SealAsync(DomainOf(address), found, gate, ct)
            : "";
    }

    /// <summary>A hook has changed the header or the body: what is signed is what will be sent.</summary>
    private async ValueTask<MessageGate> ReadAsync(SmtpSession session, StoredMessage message, CancellationToken ct)
    {
        var gate = new MessageGate(session.Options.Hostname, session.Limits.MaxHeader, null, wantsHash: true);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        using var body = bodies.Open(message);
        for (long at = 0; at < body.Size;)
        {
            int read = await body.ReadAsync(at, buffer, ct);
            gate.Write(buffer.AsSpan(0, read), static _ => { });
            at += read;
        }

        gate.Complete(static _ => { });
        ArrayPool<byte>.Shared.Return(buffer);
        return gate;
    }

    // The author's domain, when it is the envelope's or a relative of it: that one was checked to be the user's. Else the envelope's.
    private static string? SignerOf(SmtpSession session, MessageGate gate)
    {
        var envelope = DomainOf(session.Transaction!.Mail.Sender?.ToString() ?? session.Login?.Address ?? "");
        if (!DomainName.TryNormalize(envelope, out var sender))
            return null;
        var author = gate.Header is { } header ? AuthorDomain.Find(header).Domain : null;
        return author is not null && (DomainName.IsWithin(author, sender) || DomainName.IsWithin(sender, author)) ? author : sender;
    }

    /// <summary>The address here from which the message goes on to somebody elsewhere, or null.</summary>
    private static string? GoesOn(SmtpTransaction transaction) =>
        transaction.Recipients.FirstOrDefault(recipient => recipient.Targets.Any(target => target.Account is null))?.Arguments.Recipient.ToString();

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
