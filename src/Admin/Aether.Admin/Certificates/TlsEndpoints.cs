using Aether.Admin.Contracts;
using Aether.Tls.Acme;
using Aether.Tls.Certificates;
using Aether.Tls.Imports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Certificates;

/// <summary>The certificates in use, reading their files again, fetching another by ACME, and bringing one.</summary>
internal static class TlsEndpoints
{
    public static void MapTls(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tls", ShowAsync);
        routes.MapPost("/tls/reload", ReloadAsync);
        routes.MapPost("/tls/renew", RenewAsync);
        routes.MapPost("/tls/imported", ImportAsync);
        routes.MapDelete("/tls/imported/{name}", RemoveAsync);
    }

    private static async Task<IResult> ShowAsync(CertificateSource certificates, CertificateRenewal renewal, CancellationToken ct)
    {
        string? trouble = await renewal.FindTroubleAsync(ct) is { } found ? $"{found.Attempts} failed since {found.Since:u}, the next attempt is at {found.RetryAt:u}; {found.Reason}" : null;
        var facts = certificates.Facts;
        // The one that is fetched is the last.
        return TypedResults.Json<IReadOnlyList<CertificateView>>([.. facts.Select((one, i) => View(one, i == facts.Count - 1 ? trouble : null))], AdminJson.Default.IReadOnlyListCertificateView);
    }

    private static async Task<IResult> ReloadAsync(CertificateSource certificates, CertificateRenewal renewal, CancellationToken ct)
    {
        try
        {
            certificates.Reload();
            return await ShowAsync(certificates, renewal, ct);
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
            return await renewal.TryRunAsync("an operator asked", ct) ? await ShowAsync(certificates, renewal, ct) : Problems.Invalid("No certificate is fetched here: see tls.acme in the configuration.");
        }
        catch (Exception refused) when (refused is AcmeException or CertificateException)
        {
            return Problems.Failed(refused.Message);
        }
    }

    private static async Task<IResult> ImportAsync(ImportCertificateRequest request, ImportedCertificates imported, CertificateSource certificates, CertificateRenewal renewal, CancellationToken ct)
    {
        try
        {
            await imported.AddAsync(request.Certificate, request.Key, ct);
            return await ShowAsync(certificates, renewal, ct);
        }
        catch (CertificateException unusable)
        {
            return Problems.Invalid(unusable.Message);
        }
    }

    private static async Task<IResult> RemoveAsync(string name, ImportedCertificates imported, CertificateSource certificates, CertificateRenewal renewal, CancellationToken ct)
    {
        try
        {
            return await imported.RemoveAsync(name, ct) ? await ShowAsync(certificates, renewal, ct) : Problems.NotFound($"certificate for {name} in the store");
        }
        catch (CertificateException unusable)
        {
            return Problems.Invalid(unusable.Message);
        }
    }

    private static CertificateView View(CertificateFacts facts, string? trouble) =>
        new(facts.Source, facts.Names, facts.Issuer, facts.NotBefore, facts.NotAfter, facts.KeyKind, facts.Thumbprint) { Trouble = trouble };
}
