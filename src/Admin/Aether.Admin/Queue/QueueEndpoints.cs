using Aether.Admin.Contracts;
using Aether.Queue;
using Aether.Storage;
using Aether.Storage.Queue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Queue;

/// <summary>The queue: list, show, retry, remove.</summary>
internal static class QueueEndpoints
{
    public static void MapQueue(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/queue", ListAsync);
        routes.MapGet("/queue/{id:long}", ShowAsync);
        routes.MapPost("/queue/retry", RetryAllAsync);
        routes.MapPost("/queue/{id:long}/retry", RetryAsync);
        routes.MapDelete("/queue/{id:long}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(long? from, int? limit, QueueService queue, CancellationToken ct)
    {
        var messages = await queue.ListAsync(from is { } id ? new QueueId(id) : null, limit ?? 100, ct);
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
        [.. listing.Recipients.Select(row => new QueuedRecipientView(row.Address, row.State.ToString().ToLowerInvariant(), row.Attempts, row.Due, row.LastReply))]);
}
