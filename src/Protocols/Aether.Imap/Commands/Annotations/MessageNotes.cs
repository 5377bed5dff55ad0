using Aether.Imap.Access;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Annotations;

namespace Aether.Imap.Commands.Annotations;

/// <summary>Whether annotations of messages may be changed as somebody wants it, by rights and by limits. RFC 5257 §3.4, §4.5.</summary>
internal static class MessageNotes
{
    /// <summary>Whether these rights, in a mailbox opened like this, are enough for changes. RFC 5257 §3.4.</summary>
    public static bool Allows(ReachedMailbox reached, IEnumerable<AnnotationChange> changes) =>
        reached.Allows(AclRights.Read) && (reached.Allows(AclRights.Annotate) || changes.All(static change => change.IsPrivate));

    /// <summary>What the store is told.</summary>
    public static List<MetadataChange> ChangesOf(IEnumerable<AnnotationChange> changes, AccountId reader) =>
        [.. changes.Select(change => new MetadataChange(change.Name, change.IsPrivate ? reader : null, change.Value is { } value ? (ReadOnlyMemory<byte>?)value : null))];

    public static ImapReply? Refusal(ImapSession session, IReadOnlyList<AnnotationChange> changes)
    {
        var limits = session.Shared.Options.Limits;
        if (changes.Any(change => change.Value?.Length > limits.AnnotationSize.Bytes))
            return TooBig;
        bool tooMany = changes.Where(static change => change.Value is not null).GroupBy(static change => change.IsPrivate).Any(side => side.Select(static change => change.Name).Distinct().Count() > limits.AnnotationEntries);
        return tooMany ? TooMany : null;
    }

    public static ImapReply TooBig => ImapReply.No("ANNOTATE TOOBIG", "A value is too long.");

    public static ImapReply TooMany => ImapReply.No("ANNOTATE TOOMANY", "The message has as many annotations as it may have.");
}
