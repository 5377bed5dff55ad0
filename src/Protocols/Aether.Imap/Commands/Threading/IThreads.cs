namespace Aether.Imap.Commands.Threading;

/// <summary>Threads that grow message by message. RFC 5256 §3.</summary>
internal interface IThreads
{
    /// <summary>Whether it matters to what messages refer.</summary>
    bool LooksAtReferences { get; }

    /// <param name="references">The ids it refers to, the oldest first.</param>
    /// <returns>False: that is more than may be held, or looked through.</returns>
    bool TryEnter(ThreadedMessage message, IReadOnlyList<ThreadKey> references);

    /// <summary>All threads in order.</summary>
    List<ThreadNode> Finish();
}
