using Aether.Admin.Contracts;
using Aether.Tls.Acme;
using Aether.Tls.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Certificates;

/// <summary>The certificates in use, reading their files again, and fetching another by ACME.</summary>
internal static class TlsEndpoints
{
    public static void MapTls(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tls", Show);
        routes.MapPost("/tls/reload", Reload);
        routes.MapPost("/tls/renew", RenewAsync);
    }

    private static JsonHttpResult<IReadOnlyList<CertificateView>> Show(CertificateSource certificates) => TypedResults.Json<IReadOnlyList<CertificateView>>([.. certificates.Facts.Select(View)], AdminJson.Default.IReadOnlyListCertificateView);

    private static IResult Reload(CertificateSource certificates)
    {
        try
        {
            certificates.Reload();
            return Show(certificates);
        }
        catch (CertificateException unusable)
        {
            return Problems.Invalid(unusable.Message);
        }
    }

    private static async Task<IResult> RenewAsync(CertificateRenewal renewal, CertificateSource certificates, CancellationToken ct)
    {
        try
        {
            return await renewal.TryRunAsync("an operator asked", ct) ? Show(certificates) : Problems.Invalid("No certificate is fetched here: see tls.acme in the configuration.");
        }
        catch (Exception refused) when (refused is AcmeException or CertificateException)
        {
            return Problems.Failed(refused.Message);
        }
    }

    private static CertificateView View(CertificateFacts facts) => new(facts.Source, facts.Names, facts.Issuer, facts.NotBefore, facts.NotAfter, facts.KeyKind, facts.Thumbprint);
}
