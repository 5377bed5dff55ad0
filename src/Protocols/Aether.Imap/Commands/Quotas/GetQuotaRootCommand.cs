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
        if (!MailboxArgument.TryParse(input.Arguments.Span, out string name))
            return ImapReply.Syntax("GETQUOTAROOT mailbox");
        if (await session.Store.Mailboxes.FindAsync(session.Account, name, ct) is not { Selectable: true } mailbox)
            return ImapReply.NoSuchMailbox;

        var all = await session.Store.Quotas.OfAccountAsync(session.Account, ct);
        session.Responses.Raw("* QUOTAROOT "u8);
        ImapString.Write(session.Responses.Output, ModifiedUtf7.Encode(mailbox.Path));
        session.Responses.Raw(Encoding.ASCII.GetBytes(string.Concat(all.Select(static usage => " " + QuotaLines.RootOf(usage)))));
        session.Responses.Raw("\r\n"u8);
        foreach (var usage in all)
            QuotaLines.Write(session.Responses, usage);
        return ImapReply.Ok("Done.");
    }
}
