using Aether.Imap.Access;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;
using Aether.Storage.Sharing;

namespace Aether.Imap.Selected;

/// <summary>Each reader of a mailbox of another has his own \Seen; the other flags are shared. RFC 4314 §4 leaves that to the server.</summary>
internal static class ReaderFlags
{
    /// <summary>Rows as this reader sees them; those given stay as they are.</summary>
    public static async ValueTask<RowPages> ApplyAsync(MailStore store, ReachedMailbox reached, RowPages rows, CancellationToken ct) =>
        !reached.IsForeign ? rows : RowPages.Of(await ApplyAsync(store, reached, (IReadOnlyList<MessageRow>)rows, ct));

    /// <summary>Rows as this reader sees them; those given stay as they are.</summary>
    public static async ValueTask<IReadOnlyList<MessageRow>> ApplyAsync(MailStore store, ReachedMailbox reached, IReadOnlyList<MessageRow> rows, CancellationToken ct)
    {
        if (!reached.IsForeign || rows.Count is 0)
            return rows;
        var seen = await store.Acl.SeenAsync(reached.Mailbox.Account, reached.Mailbox.Id, reached.Reader, ct);
        return [.. rows.Select(row => row with { Flags = With(row.Flags, seen.Contains(row.Uid)) })];
    }

    /// <summary>Changes flags of messages of the view, \Seen for this reader alone.</summary>
    /// <param name="uids">Ascending.</param>
    public static async ValueTask<FlagResult> ChangeAsync(MailStore store, SelectedMailbox selected, IReadOnlyList<Uid> uids, FlagChange change, ModSeq? unchangedSince, CancellationToken ct)
    {
        var (account, mailbox) = (selected.Mailbox.Account, selected.Mailbox.Id);
        var rights = selected.Reached.Rights;
        if (!selected.Reached.IsForeign)
            return await store.Messages.SetFlagsAsync(account, mailbox, uids, change, unchangedSince, ct);

        IReadOnlyList<Uid> modified = [];
        if (unchangedSince is not null)
        {
            // Several changes follow, each with a new mod-sequence: what others changed is asked for once, before them.
            modified = (await store.Messages.SetFlagsAsync(account, mailbox, uids, new FlagChange(FlagChangeMode.Add, SystemFlags.None, []), unchangedSince, ct)).Modified;
            uids = [.. uids.Except(modified)];
        }

        var rows = new SortedDictionary<uint, FlagResult.Row>();
        bool leftOut = false;
        foreach (var part in Parts(change, rights, selected.Keywords))
        {
            var result = await store.Messages.SetFlagsAsync(account, mailbox, uids, part, ct);
            leftOut |= result.KeywordsLeftOut;
            foreach (var row in result.Changed)
                rows[row.Uid.Value] = row with { Flags = With(row.Flags, IsSeen(selected, rows, row.Uid)) };
        }

        if (MarkOf(change, rights) is { } mark)
        {
            foreach (var (uid, modSeq) in await store.Acl.SetSeenAsync(account, mailbox, selected.Reached.Reader, uids, mark, null, ct))
                rows[uid.Value] = new FlagResult.Row(uid, With(FlagsOf(selected, rows, uid), mark is SeenMark.Set), modSeq);
        }

        return new FlagResult([.. rows.Values], leftOut) { Modified = modified };
    }

    /// <summary>The shared flags that change. Who may not change all of them must not replace the list: he adds and removes.</summary>
    private static IEnumerable<FlagChange> Parts(FlagChange change, AclRights rights, KeywordTable keywords)
    {
        var allowed = FlagRights.Allowed(rights) & ~SystemFlags.Seen;
        var wanted = FlagRights.Narrow(change, rights) with { System = change.System & allowed };
        if (change.Mode is not FlagChangeMode.Replace)
        {
            if (wanted.System is not SystemFlags.None || wanted.Keywords.Count > 0)
                yield return wanted;
            yield break;
        }

        if (wanted.System is not SystemFlags.None || wanted.Keywords.Count > 0)
            yield return wanted with { Mode = FlagChangeMode.Add };
        string[] others = rights.HasFlag(AclRights.Write) ? [.. keywords.Names.Except(wanted.Keywords, StringComparer.OrdinalIgnoreCase)] : [];
        if ((allowed & ~wanted.System) is not SystemFlags.None || others.Length > 0)
            yield return new FlagChange(FlagChangeMode.Remove, allowed & ~wanted.System, others);
    }

    private static SeenMark? MarkOf(FlagChange change, AclRights rights)
    {
        bool named = change.System.HasFlag(SystemFlags.Seen);
        if (!rights.HasFlag(AclRights.Seen) || (!named && change.Mode is not FlagChangeMode.Replace))
            return null;
        return named && change.Mode is not FlagChangeMode.Remove ? SeenMark.Set : SeenMark.Clear;
    }

    private static bool IsSeen(SelectedMailbox selected, SortedDictionary<uint, FlagResult.Row> rows, Uid uid) =>
        ((SystemFlags)(FlagsOf(selected, rows, uid) & 0xFF) & SystemFlags.Seen) is not SystemFlags.None;

    private static long FlagsOf(SelectedMailbox selected, SortedDictionary<uint, FlagResult.Row> rows, Uid uid) =>
        rows.TryGetValue(uid.Value, out var row) ? row.Flags : selected.View.IndexOf(uid) is var index && index >= 0 ? selected.View[index].Flags : 0;

    private static long With(long flags, bool isSeen) => isSeen ? flags | (long)SystemFlags.Seen : flags & ~(long)SystemFlags.Seen;
}
