using System.Text.Json;
using Aether.Storage.Accounts;

namespace Aether.Validation.Bimi;

/// <summary>The indicators of our domains: checked when they are set, kept in the store, served under our own name, and named in a record.</summary>
/// <param name="hostname">Our own name, which the certificate of HTTPS is for.</param>
public sealed class OwnMarks(string hostname, DomainSettingStore settings, BimiOptions options, TimeProvider clock)
{
    private const string Setting = "bimi";

    /// <summary>Where they are served: <c>/bimi/DOMAIN.svg</c> and <c>/bimi/DOMAIN.pem</c>.</summary>
    public const string Path = "/bimi/";

    /// <param name="image">SVG or SVGZ.</param>
    /// <param name="certificate">In PEM, or null.</param>
    /// <returns>Why it was not set; empty: it is.</returns>
    public async Task<string> SetAsync(string domain, byte[] image, byte[]? certificate, CancellationToken ct)
    {
        if (Svgz.Unpack(image, options.MaxImage) is not { } svg)
            return $"The indicator is larger than {options.MaxImage} octets (limits.bimi.indicator), or can't be unpacked.";
        if (SvgTinyPs.FindProblem(svg) is { } flaw)
            return $"The indicator does not keep to SVG Tiny PS: {flaw}.";
        if (certificate is { Length: > 0 } && ProblemOf(certificate, svg, domain) is { } problem)
            return problem;
        string value = JsonSerializer.Serialize(new OwnMark(svg, certificate), BimiJson.Default.OwnMark);
        return await settings.SetAsync(domain, Setting, value, ct) is DirectoryResult.Done ? "" : $"There is no domain {domain}.";
    }

    /// <returns>False: there was none.</returns>
    public async Task<bool> RemoveAsync(string domain, CancellationToken ct) => await settings.RemoveAsync(domain, Setting, ct) is DirectoryResult.Done;

    public async ValueTask<OwnMark?> FindAsync(string domain, CancellationToken ct) =>
        await settings.FindAsync(domain, Setting, ct) is { } value ? JsonSerializer.Deserialize(value, BimiJson.Default.OwnMark) : null;

    /// <summary>What the domain is to publish; null: nothing.</summary>
    public async ValueTask<BimiRecord?> RecordAsync(string domain, CancellationToken ct) => await FindAsync(domain, ct) is { } mark
        ? new BimiRecord(new Uri($"https://{hostname}{Path}{domain}.svg"), mark.Certificate is not { Length: > 0 } ? null : new Uri($"https://{hostname}{Path}{domain}.pem"), PrefersPersonal: false)
        : null;

    private string? ProblemOf(byte[] pem, byte[] svg, string domain)
    {
        if (pem.Length > options.MaxCertificate)
            return $"The certificate is larger than {options.MaxCertificate} octets (limits.bimi.certificate).";
        var (certificate, problem) = new MarkCertificates(options.Roots, options.MaxImage).Check(pem, domain, BimiSelector.Default, clock.GetUtcNow());
        if (certificate is null)
            return $"The certificate is not good: {problem}.";
        return certificate.Indicator.AsSpan().SequenceEqual(svg) ? null : "The indicator is not the one in the certificate.";
    }
}
