using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Notifying;

/// <summary>NOTIFY: news of many mailboxes as they come, without IDLE. RFC 5465 §3.</summary>
internal sealed class NotifyCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        var status = Parse(input, out var arguments);
        if (status is NotifyParseStatus.Bad)
            return ImapReply.Syntax("NOTIFY SET [STATUS] (mailboxes (event ...)) ... or NOTIFY NONE");
        var known = Enum.GetValues<NotifyEvents>().Where(one => one is not NotifyEvents.None && IsTold(session, one)).ToList();
        if (status is NotifyParseStatus.BadEvent || arguments.Groups.Any(group => (group.Events & ~known.Aggregate((all, one) => all | one)) is not NotifyEvents.None))
            return ImapReply.No($"BADEVENT ({string.Join(' ', known)})", "Of some of that no news are told.");

        session.Watch(null);
        if (arguments.Groups.Count is 0)
            return ImapReply.Ok("Silence.");
        var watch = new MailboxWatch(session, arguments.Groups);
        session.Watch(watch);
        await watch.BeginAsync(arguments.TellsStatus, ct);
        return ImapReply.Ok("You will hear of it.");
    }

    /// <summary>Annotations are told where they can be had. RFC 5465 §5.1, §5.6, §5.7.</summary>
    private static bool IsTold(ImapSession session, NotifyEvents one) => one switch
    {
        NotifyEvents.AnnotationChange => session.Offers("ANNOTATE-EXPERIMENT-1"),
        NotifyEvents.MailboxMetadataChange or NotifyEvents.ServerMetadataChange => session.Offers("METADATA"),
        _ => true,
    };

    private static NotifyParseStatus Parse(CommandInput input, out NotifyArguments arguments)
    {
        var reader = input.Read();
        return NotifyArguments.Parse(ref reader, out arguments);
    }
}
