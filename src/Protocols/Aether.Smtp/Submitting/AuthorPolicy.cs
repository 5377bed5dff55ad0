using System.Text;
using Aether.Identity.Recipients;
using Aether.Mime.Addresses;
using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Submitting;

/// <summary>Whom a submitted message may say it is from: only addresses that belong to the login. RFC 6409 §6.1, case S14.</summary>
internal sealed class AuthorPolicy(RecipientResolver recipients)
{
    private const int MaxTokens = 10_240;
    private const int MaxAuthors = 50;

    /// <returns>The refusal, or null. A message without From is given one when it is stored.</returns>
    public async ValueTask<SmtpReply?> RefusalAsync(SmtpSession session, SubmittedHeader header, CancellationToken ct)
    {
        if (header.Authors == 0)
            return null;
        if (header.Authors > 1)
            return Replies.OneFromField; // RFC 5322 §3.6: who reads it may see another than who checks it (case D02)
        if (!TryRead(header, out var authors))
            return Replies.BadFromField;
        foreach (var (local, domain) in authors)
        {
            if (!await recipients.OwnsAsync(session.Login!.Address, local, domain, ct))
                return Replies.AuthorNotYours;
        }

        return null;
    }

    private static bool TryRead(SubmittedHeader header, out List<(string Local, string Domain)> authors)
    {
        authors = [];
        using var reader = new AddressReader(header.From, MaxTokens);
        while (reader.TryRead())
        {
            if (reader.Kind is not AddressKind.Mailbox)
                continue;
            if (reader.Domain.IsEmpty || authors.Count == MaxAuthors)
                return false;
            authors.Add((Encoding.UTF8.GetString(reader.Local), Encoding.UTF8.GetString(reader.Domain)));
        }

        return authors.Count > 0;
    }
}
