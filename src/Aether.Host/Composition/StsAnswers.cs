using Aether.Configuration.Schema;
using Aether.Storage;
using Aether.Validation.MtaSts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Host.Composition;

/// <summary>The policy of our domains for those who bring them mail, under <c>mta-sts.DOMAIN</c>; never redirected. RFC 8461 §3.2.</summary>
internal static class StsAnswers
{
    private const string Label = "mta-sts.";

    /// <returns>Null: our domains have no policy.</returns>
    public static OwnPolicy? Policy(AetherSettings settings) => settings.Security.MtaSts is StsPolicyMode.Off
        ? null
        : new OwnPolicy(settings.Hostname, Enum.Parse<StsMode>(settings.Security.MtaSts.ToString()), settings.Security.MtaStsMaxAge);

    public static void MapPolicy(this IEndpointRouteBuilder routes, AetherSettings settings)
    {
        if (Policy(settings) is not { } policy)
            return;
        var store = routes.ServiceProvider.GetRequiredService<MailStore>();
        routes.MapGet("/.well-known/mta-sts.txt", async (HttpRequest request, CancellationToken ct) =>
            request.Host.Host.StartsWith(Label, StringComparison.OrdinalIgnoreCase) && await store.Directory.FindDomainAsync(request.Host.Host[Label.Length..].ToLowerInvariant(), ct) is not null
                ? Results.Text(policy.Text, "text/plain")
                : Results.NotFound());
    }
}
