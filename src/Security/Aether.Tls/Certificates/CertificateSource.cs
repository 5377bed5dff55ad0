using System.Net.Security;
using System.Security.Authentication;
using Aether.Configuration.Schema;
using Microsoft.Extensions.Logging;

namespace Aether.Tls.Certificates;

/// <summary>The certificates of this server, chosen by the name a client asks for (RFC 6066 §3), replaceable while it runs.</summary>
public sealed partial class CertificateSource
{
    private readonly CertificateOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<CertificateSource> logger;
    private volatile IReadOnlyList<LoadedCertificate> certificates = [];

    /// <exception cref="CertificateException">One can't be used.</exception>
    public CertificateSource(CertificateOptions options, TimeProvider clock, ILogger<CertificateSource> logger)
    {
        (this.options, this.clock, this.logger) = (options, clock, logger);
        Reload();
    }

    /// <summary>Reads the files again; handshakes from now on use what they hold.</summary>
    /// <exception cref="CertificateException">One can't be used: all stay as they were.</exception>
    public void Reload()
    {
        var now = clock.GetUtcNow();
        var files = options.Files.Count > 0 ? options.Files : [SelfSigned.Ensure(options.Folder, options.HostName, now)];
        certificates = [.. files.Select(LoadedCertificate.Load)];
        foreach (var certificate in certificates)
        {
            // Case A10: an expired one is an alarm, not an outage.
            var end = new DateTimeOffset(certificate.Leaf.NotAfter);
            if (end <= now)
                LogExpired(logger, certificate.Leaf.Subject, end);
            else
                LogLoaded(logger, certificate.Leaf.Subject, end);
        }
    }

    /// <summary>What one handshake is to use.</summary>
    public SslServerAuthenticationOptions Select(string? serverName) => new()
    {
        ServerCertificateContext = Find(serverName).Context,
        EnabledSslProtocols = options.Profile is TlsProfile.Modern ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
    };

    internal LoadedCertificate Find(string? serverName)
    {
        var all = certificates;
        if (all.Count == 1 || string.IsNullOrEmpty(serverName))
            return all[0];
        foreach (var certificate in all)
        {
            foreach (string name in certificate.Names)
            {
                if (Matches(name, serverName))
                    return certificate;
            }
        }

        return all[0];
    }

    /// <summary>RFC 9525 §6.3: a wildcard stands for exactly one whole label, the leftmost.</summary>
    private static bool Matches(string name, string asked)
    {
        if (!name.StartsWith("*.", StringComparison.Ordinal))
            return name.Equals(asked, StringComparison.OrdinalIgnoreCase);
        int dot = asked.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && asked.AsSpan(dot).Equals(name.AsSpan(1), StringComparison.OrdinalIgnoreCase);
    }
}
