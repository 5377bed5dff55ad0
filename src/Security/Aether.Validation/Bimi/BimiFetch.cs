using Aether.Http.Guarded;
using Aether.Validation.Bimi.Revocation;

namespace Aether.Validation.Bimi;

/// <summary>Fetches an indicator and the certificate behind it, and says whether they are what they have to be (BIMI draft, "Indicator Discovery", "Indicator Validation").</summary>
/// <param name="lists">Where lists of revoked certificates come from.</param>
internal sealed class BimiFetch(BimiOptions options, GuardedHttp http, GuardedHttp lists, TimeProvider clock)
{
    private readonly MarkCertificates certificates = new(options.Roots, options.MaxImage);
    private readonly RevocationLists revoked = new(lists, options.Lifetime, clock);

    public async Task<BimiEvidence> RunAsync(BimiRecord record, string domain, string selector, CancellationToken ct)
    {
        if (record.Authority is { } authority && options.Roots.Count > 0)
            return await WithEvidenceAsync(record.Location!, authority, domain, selector, ct);
        return options.NeedsCertificate
            ? BimiEvidence.Missing(record.Authority is null ? "no certificate stands behind it" : "no authority of certificates is trusted here")
            : await ImageAsync(record.Location!, ct);
    }

    private async Task<BimiEvidence> WithEvidenceAsync(Uri location, Uri authority, string domain, string selector, CancellationToken ct)
    {
        var (pem, missing) = await GetAsync(authority, options.MaxCertificate, "certificate", ct);
        if (missing is not null)
            return missing with { Authority = missing.IsTemporary ? BimiAuthority.None : BimiAuthority.Fail };
        var (certificate, problem) = certificates.Check(pem, domain, selector, clock.GetUtcNow());
        if (certificate is null)
            return BimiEvidence.Missing($"the certificate is not good: {problem}", BimiAuthority.Fail);
        if (await FindRevocationAsync(certificate, ct) is { } taken)
            return taken;
        if (SvgTinyPs.FindProblem(certificate.Indicator) is { } flaw)
            return BimiEvidence.Missing($"the image of the certificate is not good: {flaw}", BimiAuthority.Fail);

        // Both places are named to readers: they have to hold the same.
        var image = await ImageAsync(location, ct);
        if (image.Problem is not null)
            return image with { Authority = image.IsTemporary ? BimiAuthority.None : BimiAuthority.Pass };
        return image.Indicator.Span.SequenceEqual(certificate.Indicator)
            ? image with { Authority = BimiAuthority.Pass, Mark = certificate.Mark }
            : BimiEvidence.Missing("the image is not that of its certificate", BimiAuthority.Fail);
    }

    /// <returns>Null: nothing is in the way.</returns>
    private async Task<BimiEvidence?> FindRevocationAsync(MarkCertificate certificate, CancellationToken ct)
    {
        if (options.Revocation is BimiRevocation.Off)
            return null;
        return await revoked.AskAsync(certificate.Chain, ct) switch
        {
            RevocationAnswer.Revoked => BimiEvidence.Missing("the certificate was revoked", BimiAuthority.Fail),
            RevocationAnswer.Unknown when options.Revocation is BimiRevocation.Require => BimiEvidence.Away("whether the certificate was revoked can't be found out now"),
            RevocationAnswer.Unlisted when options.Revocation is BimiRevocation.Require => BimiEvidence.Missing("the certificate does not say where it would be revoked", BimiAuthority.Fail),
            _ => null,
        };
    }

    private async Task<BimiEvidence> ImageAsync(Uri location, CancellationToken ct)
    {
        var (octets, missing) = await GetAsync(location, options.MaxImage, "image", ct);
        if (missing is not null)
            return missing;
        if (Svgz.Unpack(octets, options.MaxImage) is not { } image)
            return BimiEvidence.Missing("the image is too large, or can't be unpacked");
        return SvgTinyPs.FindProblem(image) is { } flaw
            ? BimiEvidence.Missing($"the image is not good: {flaw}")
            : new BimiEvidence(image, BimiAuthority.None, "", null);
    }

    private async Task<(byte[] Octets, BimiEvidence? Missing)> GetAsync(Uri place, int most, string what, CancellationToken ct)
    {
        var answer = await http.GetAsync(place, ct);
        if (answer.Failure is { } failure)
            return ([], answer.Status is >= 300 and < 500 || answer.IsUntrusted ? BimiEvidence.Missing($"the {what} can't be fetched: {failure}") : BimiEvidence.Away($"the {what} can't be fetched now: {failure}"));
        return answer.Body.Length > most ? ([], BimiEvidence.Missing($"the {what} is too large")) : (answer.Body, null);
    }
}
