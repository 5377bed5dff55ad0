using System.Buffers;
using Aether.Admin.Contracts;
using Aether.Queue;
using Aether.Storage;
using Aether.Storage.Queue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Queue;

/// <summary>What was given up: list, read, try again, forget.</summary>
internal static class DeadLetterEndpoints
{
    private const int PieceSize = 64 << 10;

    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/deadletters", ListAsync);
        routes.MapGet("/deadletters/{id:long}/message", ReadAsync);
        routes.MapPost("/deadletters/{id:long}/replay", ReplayAsync);
        routes.MapDelete("/deadletters/{id:long}", ForgetAsync);
    }

    private static async Task<IResult> ListAsync(long? from, string? address, int? limit, QueueService queue, CancellationToken ct)
    {
        var letters = await queue.ListDeadAsync(from is { } id ? new DeadLetterId(id) : null, address, limit ?? 100, ct);
        return TypedResults.Json<IReadOnlyList<DeadLetterView>>([.. letters.Select(View)], AdminJson.Default.IReadOnlyListDeadLetterView);
    }

    private static async Task<IResult> ReadAsync(long id, QueueService queue, CancellationToken ct) => await queue.FindDeadAsync(new DeadLetterId(id), ct) is { } letter
        ? TypedResults.Stream(output => CopyAsync(queue, letter, output, ct), "message/rfc822")
        : Problems.NotFound($"dead letter {id}");

    private static async Task<IResult> ReplayAsync(long id, QueueService queue, CancellationToken ct) => await queue.ReplayAsync(new DeadLetterId(id), ct)
        ? TypedResults.NoContent()
        : Problems.NotFound($"dead letter {id}");

    private static async Task<IResult> ForgetAsync(long id, QueueService queue, CancellationToken ct) => await queue.ForgetAsync(new DeadLetterId(id), ct)
        ? TypedResults.NoContent()
        : Problems.NotFound($"dead letter {id}");

    private static async Task CopyAsync(QueueService queue, DeadLetter letter, Stream output, CancellationToken ct)
    {
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            using var body = await queue.OpenAsync(letter, ct);
            for (long at = 0; at < body.Size;)
            {
                int read = await body.ReadAsync(at, piece, ct);
                await output.WriteAsync(piece.AsMemory(0, read), ct);
                at += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static DeadLetterView View(DeadLetter letter) => new(
        letter.Id.Value, letter.MessageId, letter.Sender, letter.Recipient.Address, letter.Size, letter.Attempts, letter.Created, letter.Died, letter.ForgetAt, letter.LastReply);
}
