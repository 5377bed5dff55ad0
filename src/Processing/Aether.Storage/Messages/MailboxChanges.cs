namespace Aether.Storage.Messages;

/// <summary>What happened in a mailbox after a mod-sequence.</summary>
/// <param name="Rows">Messages that are new or have other flags, by UID.</param>
/// <param name="Vanished">UIDs that are gone, ascending.</param>
/// <param name="HighestModSeq">Ask again with this one.</param>
/// <param name="UidNext">Every message below it is known to the caller now.</param>
/// <param name="Exists">False: the mailbox itself is gone.</param>
public sealed record MailboxChanges(IReadOnlyList<MessageRow> Rows, IReadOnlyList<Uid> Vanished, ModSeq HighestModSeq, Uid UidNext, bool Exists);
