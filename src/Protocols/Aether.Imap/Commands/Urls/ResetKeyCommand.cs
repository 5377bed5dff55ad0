using System.Text;
using Aether.Imap.Access;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Urls;

/// <summary>RESETKEY: the URLs given out for a mailbox, or for all, are worth nothing any more. RFC 4467 §7.</summary>
internal sealed class ResetKeyCommand : IImapCommand
{
    private const int MaxMechanisms = 10;

    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input, out string? name, out var mechanisms))
            return ImapReply.Syntax("RESETKEY [mailbox [mechanism ...]]");
        if (mechanisms.Exists(static mechanism => mechanism is not UrlAuthority.Mechanism))
            return ImapReply.Bad("The mechanism is INTERNAL.");
        IReadOnlyList<ReachedMailbox> mailboxes;
        if (name is null)
        {
            mailboxes = await session.Reach.ListAsync(ct);
        }
        else
        {
            var (reached, missing) = await session.Reach.SeekAsync(name, AclRights.Read, ImapReply.NoSuchMailbox, ct);
            if (reached is null)
                return missing;
            mailboxes = [reached];
        }

        foreach (var mailbox in mailboxes)
            await session.Store.UrlKeys.ResetAsync(mailbox.Mailbox.Account, mailbox.Mailbox.Id, session.Account, ct);
        if (name is not null)
            session.Responses.Untagged($"OK [URLMECH {UrlAuthority.Mechanism}] That is how URLs are proven."); // RFC 4467 §8
        return ImapReply.Ok("All URLs of before are void.");
    }

    private static bool TryParse(CommandInput input, out string? name, out List<string> mechanisms)
    {
        (name, mechanisms) = (null, []);
        var reader = input.Read();
        if (reader.AtEnd)
            return true;
        if (!reader.TrySpace() || !reader.TryMailbox(out name))
            return false;
        while (!reader.AtEnd)
        {
            if (mechanisms.Count >= MaxMechanisms || !reader.TrySpace() || !reader.TryAString(out var mechanism))
                return false;
            mechanisms.Add(Encoding.Latin1.GetString(mechanism).ToUpperInvariant());
        }

        return true;
    }
}
