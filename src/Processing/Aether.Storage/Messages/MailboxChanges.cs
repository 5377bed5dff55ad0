
namespace Aether.Storage.Messages;

/// <summary>What happened in a mailbox after a mod-sequence.</summary>
/// <param name="Rows">Messages that are new or have other flags, by UID.</param>
/// <param name="Vanished">UIDs that are gone, ascending.</param>
/// <param name="Counters">The mailbox at that moment.</param>
/// <param name="Exists">False: the mailbox itself is gone.</param>
public sealed record MailboxChanges(IReadOnlyList<MessageRow> Rows, IReadOnlyList<Uid> Vanished, MailboxCounters Counters, bool Exists)
{
    /// <summary>Ask again with this one.</summary>
    public ModSeq HighestModSeq => Counters.HighestModSeq;

    /// <summary>Every message below it is known to the caller now.</summary>
    public Uid UidNext => Counters.UidNext;

    internal static MailboxChanges Gone(ModSeq since) => new([], [], new MailboxCounters(0, default, since, 0, 0, 0), Exists: false);
}
