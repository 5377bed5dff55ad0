using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Annotations;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Annotations;

/// <summary>SETMETADATA: changes annotations, all or none. RFC 5464 §4.3.</summary>
internal sealed class SetMetadataCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input, out var arguments))
            return ImapReply.Syntax("SETMETADATA mailbox (entry value ...)");
        var limits = session.Shared.Options.Limits;
        if (arguments.Entries.Any(entry => entry.Value?.Length > limits.MetadataSize.Bytes))
            return ImapReply.No($"METADATA MAXSIZE {limits.MetadataSize.Bytes}", "A value is too long.");
        var (target, refusal) = await MetadataTarget.FindAsync(session, arguments.Mailbox, ct);
        if (target is null)
            return refusal;
        if (!target.AllowsShared && arguments.Entries.Any(static entry => !entry.Name.IsPrivate))
            return ImapReply.NoPermission;

        var changes = arguments.Entries.Select(entry => new MetadataChange(entry.Name.Path, entry.Name.IsPrivate ? session.Account : null, entry.Value is { } value ? (ReadOnlyMemory<byte>?)value : null)).ToList();
        return await session.Store.Metadata.SetAsync(target.Account, target.Mailbox, changes, limits.MetadataEntries, ct) switch
        {
            MailboxStatus.Done => ImapReply.Ok("Done."),
            MailboxStatus.TooMany => ImapReply.No("METADATA TOOMANY", "There are as many annotations as there may be."),
            _ => ImapReply.NoSuchMailbox,
        };
    }

    private static bool TryParse(CommandInput input, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SetMetadataArguments? arguments)
    {
        var reader = input.Read();
        return SetMetadataArguments.TryParse(ref reader, out arguments);
    }
}
