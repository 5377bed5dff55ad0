using Aether.Imap.Access;
using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Annotations;

namespace Aether.Imap.Commands.Notifying;

/// <summary>
/// Which annotations of mailboxes and of the account changed since the client was told: their names, never their values. RFC 5465
/// §5.6, §5.7, RFC 5464 §4.4.2.
/// </summary>
internal sealed class MetadataWatch(ImapSession session)
{
    /// <summary>Annotations that are remembered; past that the client is told that it lost track.</summary>
    public const int MostEntries = 10_000;

    private HashSet<(AccountId Account, MetadataMark Mark)> known = [];

    /// <summary>How things stand now, which is no news.</summary>
    /// <param name="reached">Whose annotations may be told.</param>
    /// <returns>False: there are more than are remembered.</returns>
    public async ValueTask<bool> LearnAsync(IEnumerable<ReachedMailbox> reached, CancellationToken ct)
    {
        if (await ReadAsync(reached, ct) is not { } now)
            return false;
        known = now;
        return true;
    }

    /// <summary>Tells what changed.</summary>
    /// <param name="isTold">Whether news of a mailbox, or without one of the account, were asked for.</param>
    /// <returns>False: there are more than are remembered.</returns>
    public async ValueTask<bool> ReportAsync(IReadOnlyDictionary<MailboxId, ReachedMailbox> reached, Func<ReachedMailbox?, bool> isTold, CancellationToken ct)
    {
        if (await ReadAsync(reached.Values, ct) is not { } now)
            return false;
        // One that is there only once, before or now, came, went or has another value.
        var changed = now.Except(known).Concat(known.Except(now)).Select(static entry => (entry.Account, entry.Mark.Mailbox, Name: new MetadataName(entry.Mark.Reader is not null, entry.Mark.Name))).Distinct();
        foreach (var of in changed.GroupBy(static entry => (entry.Account, entry.Mailbox)))
        {
            if (of.Key.Mailbox is not { } mailbox)
                Tell(of.Key.Account == session.Account && isTold(null), string.Empty, of.Select(static entry => entry.Name));
            else if (reached.TryGetValue(mailbox, out var there))
                Tell(MayTell(there) && isTold(there), there.Mailbox.Path, of.Select(static entry => entry.Name));
            await session.Responses.FlushIfFullAsync(ct);
        }

        known = now;
        return true;
    }

    /// <summary>All events need these two rights. RFC 5465 §5.</summary>
    private static bool MayTell(ReachedMailbox mailbox) => mailbox.Allows(AclRights.Lookup | AclRights.Read);

    private void Tell(bool asked, string path, IEnumerable<MetadataName> names)
    {
        if (!asked)
            return;
        var responses = session.Responses;
        responses.Raw("* METADATA "u8);
        session.Dialect.WriteName(responses.Output, path);
        foreach (var name in names)
        {
            responses.Raw(" "u8);
            ImapString.Write(responses.Output, name.ToString());
        }

        responses.Raw("\r\n"u8);
    }

    private async ValueTask<HashSet<(AccountId Account, MetadataMark Mark)>?> ReadAsync(IEnumerable<ReachedMailbox> reached, CancellationToken ct)
    {
        var all = new HashSet<(AccountId Account, MetadataMark Mark)>();
        foreach (var account in reached.Select(static mailbox => mailbox.Mailbox.Account).Append(session.Account).Distinct())
        {
            foreach (var mark in await session.Store.Metadata.MarksAsync(account, session.Account, MostEntries + 1, ct))
                all.Add((account, mark));
            if (all.Count > MostEntries)
                return null;
        }

        return all;
    }
}
