using Aether.Admin.Contracts;
using Aether.Queue;
using Aether.Storage.Tracing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Queue;

/// <summary>The way of messages, for whoever asks where one went.</summary>
internal static class TraceEndpoints
{
    public static void MapTrace(this IEndpointRouteBuilder routes) => routes.MapGet("/trace", FindAsync);

    private static async Task<IResult> FindAsync(string? message, string? address, string? subject, DateTimeOffset? from, DateTimeOffset? until, int? limit, QueueService queue, CancellationToken ct)
    {
        var steps = await queue.TraceAsync(new TraceQuery(message, address, from, until, limit ?? 100) { Subject = subject is null ? null : TraceSubject.Hash(subject) }, ct);
        return TypedResults.Json<IReadOnlyList<TraceView>>(
            [.. steps.Select(step => new TraceView(step.MessageId, step.At, step.Kind.ToString().ToLowerInvariant(), step.Sender, step.Recipient, step.Detail))],
            AdminJson.Default.IReadOnlyListTraceView);
    }
}
