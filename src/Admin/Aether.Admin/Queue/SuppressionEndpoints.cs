using Aether.Admin.Contracts;
using Aether.Protocol.Smtp;
using Aether.Queue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Queue;

/// <summary>Addresses that nothing is sent to: list, add, remove.</summary>
internal static class SuppressionEndpoints
{
    private const int MaxDays = 36_500;

    public static void MapSuppressions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/suppressions", ListAsync);
        routes.MapPost("/suppressions", AddAsync);
        routes.MapDelete("/suppressions", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(string? after, int? limit, QueueService queue, CancellationToken ct)
    {
        var found = await queue.ListSuppressionsAsync(after ?? "", limit ?? 100, ct);
        return TypedResults.Json<IReadOnlyList<SuppressionView>>(
            [.. found.Select(row => new SuppressionView(row.Address, row.Reason, row.Since, row.Until))], AdminJson.Default.IReadOnlyListSuppressionView);
    }

    private static async Task<IResult> AddAsync(SuppressRequest request, QueueService queue, CancellationToken ct)
    {
        if (!Mailbox.TryParse(request.Address, out var mailbox))
            return Problems.Invalid("Write an address, such as ann@example.org.");
        if (request.Days is < 1 or > MaxDays)
            return Problems.Invalid($"From 1 to {MaxDays} days.");
        await queue.SuppressAsync(mailbox.ToString(), request.Reason.Length == 0 ? "by an operator" : request.Reason, TimeSpan.FromDays(request.Days), ct);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> RemoveAsync(string address, QueueService queue, CancellationToken ct) =>
        await queue.AllowAsync(address, ct) ? TypedResults.NoContent() : Problems.NotFound($"{address} on the suppression list");
}
