using Aether.Storage.Changes;

namespace Aether.Storage.Committing;

/// <summary>How an engine carries out a group of operations. One thread at a time calls it.</summary>
internal interface IGroupEngine
{
    void Begin();

    TResult Execute<TResult>(Operation<TResult> operation);

    /// <summary>Makes the group durable.</summary>
    /// <exception cref="StoreUnavailableException">It did not happen, and the store is as before (a full disk).</exception>
    /// <exception cref="Exception">Anything else: nobody knows what is on disk.</exception>
    void Commit();

    /// <summary>What the last commit changed, in order.</summary>
    GroupNews TakeNews();

    /// <summary>Commits left something to do that takes longer than one of them.</summary>
    bool MustSettle { get; }

    /// <summary>Does it, once callers were told.</summary>
    /// <exception cref="Exception">Nobody knows what is on disk.</exception>
    void Settle();

    void Rollback();

    /// <summary>Nothing waits: what is kept for the next group may go.</summary>
    void Rest();
}

/// <summary>What a committed group gives others to hear.</summary>
/// <param name="QueueDue">Recipients became due.</param>
internal readonly record struct GroupNews(IReadOnlyList<ChangeHint> Hints, bool QueueDue);
