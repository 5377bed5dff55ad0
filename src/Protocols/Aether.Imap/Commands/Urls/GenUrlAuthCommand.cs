using System.Text;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Urls;

/// <summary>GENURLAUTH: gives URLs of own mailboxes their proofs. RFC 4467 §7.</summary>
internal sealed class GenUrlAuthCommand : IImapCommand
{
    private const int MaxUrls = 100;

    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input, out var asked))
            return ImapReply.Syntax("GENURLAUTH url mechanism ...");
        var proven = new List<string>();
        foreach (var (text, mechanism) in asked)
        {
            if (mechanism is not UrlAuthority.Mechanism)
                return ImapReply.Bad("The mechanism is INTERNAL.");
            if (!AuthorizedUrl.TryParseRump(text, out var url) || url.User != session.Login!.Address)
                return ImapReply.Bad("That is no URL of yours.");
            if (url.Expires < session.Shared.Clock.GetUtcNow())
                return ImapReply.Bad("That URL is past its time.");
            var (reached, missing) = await session.Reach.SeekAsync(ArgumentReader.WithInbox(url.Message.Mailbox), AclRights.Read, ImapReply.NoSuchMailbox, ct);
            if (reached is null)
                return missing;
            if (url.Message.UidValidity is { } validity && validity != reached.Mailbox.Counters.UidValidity)
                return ImapReply.No("NONEXISTENT", "The mailbox has another UIDVALIDITY.");
            if (await session.Store.UrlKeys.ProveAsync(reached.Mailbox.Account, reached.Mailbox.Id, session.Account, url.Rump, ct) is not { } token)
                return ImapReply.NoSuchMailbox;
            proven.Add($"{text}:{UrlAuthority.Mechanism}:{token}");
        }

        session.Responses.Raw("* GENURLAUTH"u8);
        foreach (string url in proven)
        {
            session.Responses.Raw(" "u8);
            ImapString.Write(session.Responses.Output, url);
        }

        session.Responses.Raw("\r\n"u8);
        return ImapReply.Ok("Authorized.");
    }

    private static bool TryParse(CommandInput input, out List<(string Url, string Mechanism)> asked)
    {
        asked = [];
        var reader = input.Read();
        while (!reader.AtEnd)
        {
            if (asked.Count >= MaxUrls || !reader.TrySpace() || !reader.TryAString(out var url) || !reader.TrySpace() || !reader.TryAString(out var mechanism))
                return false;
            asked.Add((Encoding.UTF8.GetString(url), Encoding.Latin1.GetString(mechanism).ToUpperInvariant()));
        }

        return asked.Count > 0;
    }
}
