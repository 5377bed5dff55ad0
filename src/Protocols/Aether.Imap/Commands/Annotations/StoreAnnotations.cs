using Aether.Imap.Commands.Fetching;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Annotations;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Annotations;

/// <summary>STORE ANNOTATION: always silent, but for mod-sequences where those are told. RFC 5257 §4.5.</summary>
internal static class StoreAnnotations
{
    /// <summary>Messages whose structure is looked at together.</summary>
    private const int Portion = 256;

    public static async ValueTask<(AnnotationResult? Result, ImapReply Reply)> ExecuteAsync(
        ImapSession session, List<IndexRange> places, IReadOnlyList<AnnotationChange> changes, ModSeq? unchangedSince, CancellationToken ct)
    {
        var selected = session.Selected!;
        if (!MessageNotes.Allows(selected.Reached, changes))
            return (null, ImapReply.NoPermission);
        if (MessageNotes.Refusal(session, changes) is { } refusal)
            return (null, refusal);
        if (!await HavePartsAsync(session, places, changes, ct))
            return (null, ImapReply.Bad("There is no such part.")); // §3.2.1

        var result = await session.Store.Annotations.SetAsync(
            selected.Mailbox.Account, selected.Mailbox.Id, selected.View.UidsAt(places), MessageNotes.ChangesOf(changes, session.Account), session.Shared.Options.Limits.AnnotationEntries, unchangedSince, ct);
        foreach (var (uid, modSeq) in result.Changed)
        {
            if (selected.View.IndexOf(uid) is var index && index >= 0)
                selected.View.TrySetFlags(index, selected.View[index].Flags, modSeq); // its own change is no news to a session
        }

        return result.Status is MailboxStatus.TooMany ? (null, MessageNotes.TooMany) : (result, ImapReply.Ok("Stored."));
    }

    /// <summary>Names with a part in front are about parts that are there.</summary>
    private static async ValueTask<bool> HavePartsAsync(ImapSession session, List<IndexRange> places, IReadOnlyList<AnnotationChange> changes, CancellationToken ct)
    {
        var paths = changes.Where(static change => AnnotationName.TryPart(change.Name, out _)).Select(static change => AnnotationName.TryPart(change.Name, out uint[] path) ? path : []).ToList();
        if (paths.Count is 0)
            return true;
        var selected = session.Selected!;
        var emails = selected.View.UidsAt(places).Select(uid => selected.View[selected.View.IndexOf(uid)].Email).ToArray();
        for (int start = 0; start < emails.Length; start += Portion)
        {
            foreach (var email in await session.Store.Messages.ReadEmailsAsync(selected.Mailbox.Account, emails.AsMemory(start, Math.Min(Portion, emails.Length - start)), ct))
            {
                using var open = new OpenMessage(session.Store.Messages, email);
                if (email.IsDamaged || paths.Exists(path => !open.Parts.TryFind(path, out _)))
                    return false;
            }
        }

        return true;
    }
}
