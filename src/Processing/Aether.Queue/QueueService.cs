using Aether.Queue.Routing;
using Aether.Storage;
using Aether.Storage.Blobs;
using Aether.Storage.Queue;
using Aether.Storage.Suppressions;
using Aether.Storage.Tracing;

namespace Aether.Queue;

/// <summary>What an operator does with the queue, for CLI, REST and console alike.</summary>
public sealed class QueueService(MailStore store, TimeProvider clock)
{
    public const int MaxPage = 1_000;
    private const int ShownDomains = 20;
    private static readonly TimeSpan SubjectReach = TimeSpan.FromDays(1);
    private static readonly TimeSpan ReplayLifetime = TimeSpan.FromDays(5);

    /// <summary>What this node is called.</summary>
    public string Node { get; init; } = Environment.MachineName;

    /// <summary>Queued messages by id.</summary>
    /// <param name="from">The first id wanted; null from the start. The next page starts one behind the last id of this one.</param>
    public ValueTask<IReadOnlyList<QueueListing>> ListAsync(QueueId? from, int most, CancellationToken ct) => ListAsync(from, QueueFilter.All, most, ct);

    /// <summary>Queued messages that have a recipient which is meant, by id.</summary>
    /// <param name="from">The first id wanted; null from the start. The next page starts one behind the last id of this one.</param>
    public ValueTask<IReadOnlyList<QueueListing>> ListAsync(QueueId? from, QueueFilter which, int most, CancellationToken ct) =>
        store.Queue.ListAsync(from, which, Math.Clamp(most, 1, MaxPage), ct);

    /// <returns>Null: there is no such message.</returns>
    public ValueTask<QueueListing?> ShowAsync(QueueId message, CancellationToken ct) => store.Queue.ShowAsync(message, ct);

    /// <summary>Makes recipients due now: of one message, or with null of all.</summary>
    /// <returns>How many became due; those under way are left alone.</returns>
    public Task<int> RetryAsync(QueueId? message, CancellationToken ct) => store.Queue.RetryAsync(message, ct);

    /// <summary>Takes a message off the queue; nobody is told.</summary>
    /// <returns>False: there is no such message.</returns>
    public Task<bool> RemoveAsync(QueueId message, CancellationToken ct) => store.Queue.RemoveAsync(message, ct);

    /// <summary>Takes recipients off the queue; nobody is told.</summary>
    /// <returns>How many.</returns>
    public Task<int> RemoveAsync(QueueFilter which, CancellationToken ct) => store.Queue.RemoveAsync(which, ct);

    /// <summary>Returns mail to its senders: each recipient fails at its next turn, which is now, with a report and a dead letter.</summary>
    /// <returns>How many recipients that concerns.</returns>
    public Task<int> BounceAsync(QueueFilter which, CancellationToken ct) =>
        store.Queue.ChangeAsync(new QueueChange(which) { State = RecipientState.Waiting, Route = RouteOverride.Bounce }, ct);

    /// <summary>Makes a part of the queue stand still: all (the name is empty), a domain, a host, or a node.</summary>
    /// <returns>False: it stood already.</returns>
    public Task<bool> PauseAsync(PauseKind kind, string name, string reason, CancellationToken ct) => store.Queue.PauseAsync(kind, name, reason, ct);

    /// <returns>False: it did not stand.</returns>
    public Task<bool> ResumeAsync(PauseKind kind, string name, CancellationToken ct) => store.Queue.ResumeAsync(kind, name, ct);

    /// <summary>Addresses that nothing is sent to, behind <paramref name="after"/>.</summary>
    public ValueTask<IReadOnlyList<Suppression>> ListSuppressionsAsync(string after, int most, CancellationToken ct) =>
        store.Suppressions.ListAsync(after, Math.Clamp(most, 1, MaxPage), ct);

    /// <returns>False: it was on the list, and stands there as said now.</returns>
    public Task<bool> SuppressAsync(string address, string reason, TimeSpan lifetime, CancellationToken ct) => store.Suppressions.AddAsync(address, reason, lifetime, ct);

    /// <returns>False: it was not on the list.</returns>
    public Task<bool> AllowAsync(string address, CancellationToken ct) => store.Suppressions.RemoveAsync(address, ct);

    /// <summary>What stands still.</summary>
    public ValueTask<IReadOnlyList<QueuePause>> ListPausesAsync(CancellationToken ct) => store.Queue.ListPausesAsync(ct);

    /// <summary>What lies in the queue, by class and stage, and for which domains most of it is.</summary>
    public ValueTask<QueueDepth> DepthAsync(CancellationToken ct) => store.Queue.DepthAsync(ShownDomains, ct);

    /// <summary>Holds, releases, hurries, delays or reroutes queued mail.</summary>
    /// <returns>How many recipients that concerns.</returns>
    public Task<int> ChangeAsync(QueueChange change, CancellationToken ct) => store.Queue.ChangeAsync(change, ct);

    /// <summary>What was given up, by id; with an address what was to or from it.</summary>
    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadAsync(DeadLetterId? from, string? address, int most, CancellationToken ct) =>
        store.Queue.ListDeadAsync(from, address, Math.Clamp(most, 1, MaxPage), ct);

    /// <returns>Null: there is no such letter.</returns>
    public async ValueTask<DeadLetter?> FindDeadAsync(DeadLetterId letter, CancellationToken ct) =>
        await store.Queue.ListDeadAsync(letter, null, 1, ct) is [var found] && found.Id == letter ? found : null;

    /// <summary>Opens the message of a dead letter; the caller's to dispose.</summary>
    public ValueTask<BodyReader> OpenAsync(DeadLetter letter, CancellationToken ct) => store.Queue.OpenBodyAsync(letter, ct);

    /// <summary>Tries what was given up once more, with a lifetime of its own.</summary>
    /// <returns>False: there is no such letter.</returns>
    public Task<bool> ReplayAsync(DeadLetterId letter, CancellationToken ct) => store.Queue.ReplayAsync(letter, ReplayLifetime, ct);

    /// <returns>False: there is no such letter.</returns>
    public async Task<bool> ForgetAsync(DeadLetterId letter, CancellationToken ct) => await store.Queue.ForgetAsync(letter, 1, ct) == 1;

    /// <summary>The steps on the way of messages, the latest first; by a subject alone, those of the last day, as subjects have no index.</summary>
    public ValueTask<IReadOnlyList<TraceEvent>> TraceAsync(TraceQuery query, CancellationToken ct) =>
        store.Traces.FindAsync(query with { Most = Math.Clamp(query.Most, 1, MaxPage), From = query.From ?? (query.Subject is null ? null : clock.GetUtcNow() - SubjectReach) }, ct);

    /// <summary>Recipients in the queue.</summary>
    public ValueTask<long> CountAsync(CancellationToken ct) => store.Queue.CountAsync(ct);
}
