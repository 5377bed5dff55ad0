using Aether.Imap.Commands.Mailboxes;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Annotations;

/// <summary>GETMETADATA: annotations of a mailbox, or with an empty name of the user's own account. RFC 5464 §4.2.</summary>
internal sealed class GetMetadataCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input, out var arguments))
            return ImapReply.Syntax("GETMETADATA [(MAXSIZE n DEPTH 0|1|infinity)] mailbox entries");
        var (target, refusal) = await MetadataTarget.FindAsync(session, arguments.Mailbox, ct);
        if (target is null)
            return refusal;

        var all = await session.Store.Metadata.ListAsync(target.Account, target.Mailbox, session.Account, ct);
        long longest = MetadataLine.Write(session, target.Path, MetadataLine.Select(all, arguments.Names, arguments.Depth, session.Account), arguments.MaxSize);
        return longest is 0 ? ImapReply.Ok("Done.") : ImapReply.Ok($"METADATA LONGENTRIES {longest}", "Some are longer."); // RFC 5464 §4.2.1
    }

    private static bool TryParse(CommandInput input, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out GetMetadataArguments? arguments)
    {
        var reader = input.Read();
        return GetMetadataArguments.TryParse(ref reader, out arguments);
    }
}
