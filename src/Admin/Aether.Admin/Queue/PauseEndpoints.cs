using Aether.Admin.Contracts;
using Aether.Queue;
using Aether.Storage.Queue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Queue;

/// <summary>How the queue stands, and which parts of it stand still.</summary>
internal static class PauseEndpoints
{
    public static void MapPauses(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/queue/status", StatusAsync);
        routes.MapPost("/queue/pause", (PauseRequest request, QueueService queue, CancellationToken ct) => SetAsync(request, queue, true, ct));
        routes.MapPost("/queue/resume", (PauseRequest request, QueueService queue, CancellationToken ct) => SetAsync(request, queue, false, ct));
    }

    private static async Task<IResult> StatusAsync(QueueService queue, CancellationToken ct)
    {
        var depth = await queue.DepthAsync(ct);
        var pauses = await queue.ListPausesAsync(ct);
        return TypedResults.Json(
            new QueueStatusView(
                depth.Recipients,
                depth.Oldest,
                [.. depth.Parts.Select(part => new QueueStatusView.Part(part.Priority.ToString().ToLowerInvariant(), part.Stage.ToString().ToLowerInvariant(), part.Recipients))],
                [.. depth.Domains.Select(domain => new QueueStatusView.Destination(domain.Domain, domain.Recipients))],
                [.. pauses.Select(pause => new PauseView(pause.Kind.ToString().ToLowerInvariant(), pause.Name, pause.Since, pause.Reason))]),
            AdminJson.Default.QueueStatusView);
    }

    private static async Task<IResult> SetAsync(PauseRequest request, QueueService queue, bool stands, CancellationToken ct)
    {
        if (!QueueFilters.TryName<PauseKind>(request.Kind, out var kind) || kind is not { } known)
            return Problems.Invalid("The kind is all, domain, host or node.");
        string name = known switch
        {
            PauseKind.All => "",
            PauseKind.Domain => QueueFilters.Domain(request.Name),
            PauseKind.Node when request.Name.Length == 0 => queue.Node.ToLowerInvariant(),
            _ => request.Name.ToLowerInvariant(),
        };
        if (name.Length == 0 && known is not PauseKind.All)
            return Problems.Invalid($"Name the {request.Kind}.");
        bool changed = stands ? await queue.PauseAsync(known, name, request.Reason, ct) : await queue.ResumeAsync(known, name, ct);
        return changed || stands ? TypedResults.NoContent() : Problems.NotFound($"pause of {(name.Length == 0 ? "all" : name)}");
    }
}
