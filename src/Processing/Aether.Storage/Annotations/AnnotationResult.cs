using Aether.Storage.Mailboxes;

namespace Aether.Storage.Annotations;

/// <summary>What a change of annotations came to.</summary>
/// <param name="Changed">The messages that it changed, with their new mod-sequence, by UID.</param>
/// <param name="Modified">Those left as they are because somebody changed them since. RFC 7162 §3.1.3.</param>
public sealed record AnnotationResult(MailboxStatus Status, IReadOnlyList<(Uid Uid, ModSeq ModSeq)> Changed, IReadOnlyList<Uid> Modified)
{
    internal static AnnotationResult Refused(MailboxStatus status) => new(status, [], []);
}
