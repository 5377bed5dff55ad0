using System.Text;
using Aether.Imap.Commands.Mailboxes;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Quotas;

/// <summary>GETQUOTAROOT: the roots that a mailbox counts in, all of its account. RFC 9208 §4.1.2.</summary>
internal sealed class GetQuotaRootCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!MailboxArgument.TryParse(input, out string name))
            return ImapReply.Syntax("GETQUOTAROOT mailbox");
        var (reached, missing) = await session.Reach.SeekAsync(name, AclRights.Read, ImapReply.NoSuchMailbox, ct);
        if (reached is null)
            return missing;

        // What another account may store is not for its readers to know.
        var all = reached.IsForeign ? [] : await session.Store.Quotas.OfAccountAsync(session.Account, ct);
        session.Responses.Raw("* QUOTAROOT "u8);
        session.Dialect.WriteName(session.Responses.Output, reached.Mailbox.Path);
        session.Responses.Raw(Encoding.ASCII.GetBytes(string.Concat(all.Select(static usage => " " + QuotaLines.RootOf(usage)))));
        session.Responses.Raw("\r\n"u8);
        foreach (var usage in all)
            QuotaLines.Write(session, QuotaLines.RootOf(usage), usage);
        return ImapReply.Ok("Done.");
    }
}
