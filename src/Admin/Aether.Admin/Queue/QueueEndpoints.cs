using Aether.Admin.Contracts;
using Aether.Queue;
using Aether.Queue.Routing;
using Aether.Storage;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Queue;

/// <summary>The queue: list, show, change, retry, remove.</summary>
internal static class QueueEndpoints
{
    public static void MapQueue(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/queue", ListAsync);
        routes.MapGet("/queue/{id:long}", ShowAsync);
        routes.MapPost("/queue/change", ChangeAsync);
        routes.MapPost("/queue/remove", RemoveSomeAsync);
        routes.MapPost("/queue/retry", RetryAllAsync);
        routes.MapPost("/queue/{id:long}/retry", RetryAsync);
        routes.MapDelete("/queue/{id:long}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync([AsParameters] QueueFilterRequest which, long? from, int? limit, QueueService queue, CancellationToken ct)
    {
        if (!QueueFilters.TryRead(which, out var filter, out string? problem))
            return Problems.Invalid(problem);
        var messages = await queue.ListAsync(from is { } id ? new QueueId(id) : null, filter, limit ?? 100, ct);
        return TypedResults.Json<IReadOnlyList<QueuedMessageView>>([.. messages.Select(View)], AdminJson.Default.IReadOnlyListQueuedMessageView);
    }

    private static async Task<IResult> ShowAsync(long id, QueueService queue, CancellationToken ct) => await queue.ShowAsync(new QueueId(id), ct) is { } message
        ? TypedResults.Json(View(message), AdminJson.Default.QueuedMessageView)
        : Problems.NotFound($"message {id} in the queue");

    private static async Task<IResult> RetryAllAsync(QueueService queue, CancellationToken ct) =>
        TypedResults.Json(new RetryView(await queue.RetryAsync(null, ct)), AdminJson.Default.RetryView);

    private static async Task<IResult> RetryAsync(long id, QueueService queue, CancellationToken ct) => await queue.ShowAsync(new QueueId(id), ct) is not null
        ? TypedResults.Json(new RetryView(await queue.RetryAsync(new QueueId(id), ct)), AdminJson.Default.RetryView)
        : Problems.NotFound($"message {id} in the queue");

    private static async Task<IResult> ChangeAsync(ChangeQueueRequest request, QueueService queue, CancellationToken ct)
    {
        if (!QueueFilters.TryRead(request.Which, out var which, out string? problem))
            return Problems.Invalid(problem);
        if (!QueueFilters.TryName<RecipientState>(request.State, out var state))
            return Problems.Invalid("The state is held or waiting.");
        if (!QueueFilters.TryName<QueuePriority>(request.Priority, out var priority))
            return Problems.Invalid("The priority is low, normal or high.");
        if (request.Route is { Length: > 0 } route && !(RouteOverride.TryParse(route, out var parsed) && parsed.Rule is not null))
            return Problems.Invalid("The route is smtp://HOST:PORT, lmtp://HOST:PORT, either with ?tls=none, opportunistic, required or implicit, or lmtp:unix:PATH.");
        if (which.Message is { } one && await queue.ShowAsync(one, ct) is null)
            return Problems.NotFound($"message {one} in the queue");
        var change = new QueueChange(which) { State = state, Priority = priority, Expires = request.Expires, Route = request.Route, IsDueNow = request.Retry };
        return TypedResults.Json(new ChangedView(await queue.ChangeAsync(change, ct)), AdminJson.Default.ChangedView);
    }

    private static async Task<IResult> RemoveSomeAsync(RemoveQueuedRequest request, QueueService queue, CancellationToken ct)
    {
        if (!QueueFilters.TryRead(request.Which, out var which, out string? problem))
            return Problems.Invalid(problem);
        if (which.Message is { } one && await queue.ShowAsync(one, ct) is null)
            return Problems.NotFound($"message {one} in the queue");
        int concerned = request.Bounce ? await queue.BounceAsync(which, ct) : await queue.RemoveAsync(which, ct);
        return TypedResults.Json(new ChangedView(concerned), AdminJson.Default.ChangedView);
    }

    private static async Task<IResult> RemoveAsync(long id, QueueService queue, CancellationToken ct) => await queue.RemoveAsync(new QueueId(id), ct)
        ? TypedResults.NoContent()
        : Problems.NotFound($"message {id} in the queue");

    private static QueuedMessageView View(QueueListing listing) => new(
        listing.Message.Id.Value,
        listing.Message.MessageId,
        listing.Message.Sender,
        listing.Message.Size,
        listing.Message.Priority.ToString().ToLowerInvariant(),
        listing.Message.Created,
        listing.Message.Expires,
        [.. listing.Recipients.Select(row => new QueuedRecipientView(row.Address, row.Stage.ToString().ToLowerInvariant(), row.Attempts, row.Due, row.LastReply, row.Route))]);
}
