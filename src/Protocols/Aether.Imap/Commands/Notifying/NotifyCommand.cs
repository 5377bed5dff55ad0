using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Notifying;

/// <summary>NOTIFY: news of many mailboxes as they come, without IDLE. RFC 5465 §3.</summary>
internal sealed class NotifyCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        switch (Parse(input, out var arguments))
        {
            case NotifyParseStatus.BadEvent:
                return ImapReply.No("BADEVENT (MessageNew MessageExpunge FlagChange MailboxName)", "Of some of that no news are told.");
            case NotifyParseStatus.Bad:
                return ImapReply.Syntax("NOTIFY SET [STATUS] (mailboxes (event ...)) ... or NOTIFY NONE");
        }

        session.Watch(null);
        if (arguments.Groups.Count is 0)
            return ImapReply.Ok("Silence.");
        var watch = new MailboxWatch(session, arguments.Groups);
        session.Watch(watch);
        await watch.BeginAsync(arguments.TellsStatus, ct);
        return ImapReply.Ok("You will hear of it.");
    }

    private static NotifyParseStatus Parse(CommandInput input, out NotifyArguments arguments)
    {
        var reader = input.Read();
        return NotifyArguments.Parse(ref reader, out arguments);
    }
}
