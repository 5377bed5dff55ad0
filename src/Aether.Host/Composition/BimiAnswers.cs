using Aether.Validation.Bimi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Host.Composition;

/// <summary>The indicators of our domains and their certificates, for whoever shows our mail.</summary>
internal static class BimiAnswers
{
    private const int MaxName = 253;

    public static void MapMarks(this IEndpointRouteBuilder routes)
    {
        var marks = routes.ServiceProvider.GetRequiredService<OwnMarks>();
        routes.MapGet(OwnMarks.Path + "{name}.svg", async (string name, CancellationToken ct) => Answer((await FindAsync(marks, name, ct))?.Image, "image/svg+xml"));
        routes.MapGet(OwnMarks.Path + "{name}.pem", async (string name, CancellationToken ct) => Answer((await FindAsync(marks, name, ct))?.Certificate, "application/x-pem-file"));
    }

    private static async ValueTask<OwnMark?> FindAsync(OwnMarks marks, string name, CancellationToken ct) =>
        name.Length <= MaxName && !name.Contains('\0', StringComparison.Ordinal) ? await marks.FindAsync(name.ToLowerInvariant(), ct) : null;

    private static IResult Answer(byte[]? octets, string type) => octets is not { Length: > 0 } ? Results.NotFound() : Results.Bytes(octets, type);
}
