using Aether.Storage.Annotations;
using Aether.Storage.Engines.Postgres.Messages;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Postgres.Annotations;

/// <summary>Inserts, replaces and deletes annotations of messages, and counts their mod-sequence up.</summary>
internal sealed class SetAnnotationsExecutor : PostgresExecutor<SetAnnotations, AnnotationResult>
{
    protected override void Add(PostgresBatch batch, SetAnnotations op) => batch.Call("set_annotations", 10)
        .Add(op.Account.Value).Add(op.Mailbox.Value).AddRanges(op.Uids)
        .Add(op.Changes.Select(static change => change.Reader?.Value ?? 0).ToArray())
        .Add(op.Changes.Select(static change => (string?)change.Name).ToArray())
        .Add(op.Changes.Select(static change => change.Value is null ? 1 : 0).ToArray())
        .Add(op.Changes.Select(static change => (change.Value ?? default).ToArray()).ToArray())
        .Add(op.MaxEntries).Add(op.UnchangedSince?.Value);

    protected override AnnotationResult Read(PostgresAnswer answer, SetAnnotations op)
    {
        var status = answer.Named<MailboxStatus>(0);
        var modified = Array.ConvertAll(answer.List<long>(3), static uid => new Uid((uint)uid));
        if (status is not MailboxStatus.Done || answer.IsNull(1))
            return new AnnotationResult(status, [], status is MailboxStatus.Done ? modified : []);
        var modSeq = new ModSeq(answer.Long(1));
        answer.Changed(op.Account, op.Mailbox, modSeq.Value);
        return new AnnotationResult(status, Array.ConvertAll(answer.List<long>(2), uid => (new Uid((uint)uid), modSeq)), modified);
    }
}
