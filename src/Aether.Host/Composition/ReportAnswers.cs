using System.Net;
using System.Threading.RateLimiting;
using Aether.Configuration.Schema;
using Aether.Queue.Reports;
using Aether.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Host.Composition;

/// <summary>Takes reports of encrypted sessions that others post: inside TLS only, bounded in octets and in number. RFC 8460 §3, §5.4.</summary>
internal static class ReportAnswers
{
    public const string Path = "/reports/tls";
    private const int All = 100;

    public static void MapReports(this IEndpointRouteBuilder routes, AetherSettings settings)
    {
        if (!settings.Reports.Https)
            return;
        var intake = routes.ServiceProvider.GetRequiredService<ReportIntake>();
        var rates = NewRates(settings.Limits.Reports.PostsPerHour);
        int most = (int)settings.Limits.Reports.Message.Bytes;
        routes.MapPost(Path, async (HttpRequest request, CancellationToken ct) =>
        {
            if (!request.IsHttps)
                return Results.NotFound();
            if (request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() is not ("application/tlsrpt+gzip" or "application/tlsrpt+json"))
                return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
            var peer = request.HttpContext.Connection.RemoteIpAddress ?? IPAddress.None;
            using var turn = rates.AttemptAcquire(peer);
            if (!turn.IsAcquired)
                return Results.StatusCode(StatusCodes.Status429TooManyRequests);
            if (await ReadAsync(request.Body, most, ct) is not { } content)
                return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
            return await TakeAsync(intake, content, peer, ct);
        });
    }

    private static async Task<IResult> TakeAsync(ReportIntake intake, byte[] content, IPAddress peer, CancellationToken ct)
    {
        try
        {
            string problem = await intake.TakePostedAsync(content, $"https from {peer}", ct);
            return problem.Length == 0 ? Results.StatusCode(StatusCodes.Status201Created) : Results.Text(problem, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (StoreUnavailableException)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <returns>Null: it is longer than allowed.</returns>
    private static async Task<byte[]?> ReadAsync(Stream body, int most, CancellationToken ct)
    {
        using var content = new MemoryStream();
        byte[] piece = new byte[16 << 10];
        for (int read; (read = await body.ReadAsync(piece, ct)) > 0;)
        {
            if (content.Length + read > most)
                return null;
            await content.WriteAsync(piece.AsMemory(0, read), ct);
        }

        return content.ToArray();
    }

    /// <summary>By network, as whoever has one IPv6 address has very many; and all together, as somebody may have many networks.</summary>
    private static PartitionedRateLimiter<IPAddress> NewRates(int perHour) => PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<IPAddress, string>(peer => RateLimitPartition.GetFixedWindowLimiter(NetworkOf(peer), _ => Window(perHour))),
        PartitionedRateLimiter.Create<IPAddress, string>(_ => RateLimitPartition.GetFixedWindowLimiter("", _ => Window(All * perHour))));

    private static FixedWindowRateLimiterOptions Window(int permits) => new() { PermitLimit = permits, Window = TimeSpan.FromHours(1), QueueLimit = 0 };

    private static string NetworkOf(IPAddress peer)
    {
        byte[] octets = (peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer).GetAddressBytes();
        return Convert.ToHexString(octets, 0, octets.Length == 4 ? 4 : 6);
    }
}
