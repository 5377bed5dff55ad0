using Aether.Imap.Access;
using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage.Annotations;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Messages;

/// <summary>What is noted on messages that are copied over a border between users: what is shared, where the target lets it be written, and the copier's own. RFC 5257 §4.6.</summary>
internal static class CopiedAnnotations
{
    public static async ValueTask StoreAsync(ImapSession session, ReachedMailbox target, IReadOnlyList<CopyResult.Pair> pairs, CancellationToken ct)
    {
        if (pairs.Count is 0 || !target.Allows(AclRights.Read))
            return;
        var source = session.Selected!.Mailbox;
        var places = pairs.ToDictionary(static pair => pair.Source, static pair => pair.Target);
        var noted = await session.Store.Annotations.MessagesAsync(source.Account, source.Id, (pairs.Min(static pair => pair.Source), pairs.Max(static pair => pair.Source)), session.Account, default, ct);
        foreach (var uid in noted)
        {
            if (!places.TryGetValue(uid, out var copy))
                continue;
            var notes = await session.Store.Annotations.ListAsync(source.Account, source.Id, uid, session.Account, ct);
            MetadataChange[] changes = [.. notes.Where(note => note.Reader is not null || target.Allows(AclRights.Annotate)).Select(static note => new MetadataChange(note.Name, note.Reader, note.Value))];
            if (changes.Length > 0)
                await session.Store.Annotations.SetAsync(target.Mailbox.Account, target.Mailbox.Id, [copy], changes, session.Shared.Options.Limits.AnnotationEntries, null, ct);
        }
    }
}
