using Aether.Tls.Acme;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Host.Composition;

/// <summary>What an ACME authority asks for to see that a name is ours; never redirected. RFC 8555 §8.3.</summary>
internal static class AcmeAnswers
{
    public static void MapAcme(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<AcmeChallenges>() is { } challenges)
            routes.MapGet("/.well-known/acme-challenge/{token}", async (string token, CancellationToken ct) => await challenges.FindAsync(token, ct) is { } answer ? Results.Text(answer, "application/octet-stream") : Results.NotFound());
    }
}
