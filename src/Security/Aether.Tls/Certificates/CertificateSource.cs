using System.Net.Security;
using System.Security.Authentication;
using Aether.Configuration.Schema;
using Aether.Tls.Ciphers;
using Microsoft.Extensions.Logging;

namespace Aether.Tls.Certificates;

/// <summary>The certificates of this server, chosen by the name a client asks for (RFC 6066 §3), replaceable while it runs.</summary>
public sealed partial class CertificateSource
{
    private readonly CertificateOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<CertificateSource> logger;
    private readonly ClientAuthorities clients;
    private volatile IReadOnlyList<LoadedCertificate> certificates = [];
    private IReadOnlyList<FileStamp> stamps = [];

    /// <exception cref="CertificateException">One can't be used.</exception>
    public CertificateSource(CertificateOptions options, TimeProvider clock, ILogger<CertificateSource> logger)
    {
        (this.options, this.clock, this.logger) = (options, clock, logger);
        clients = new ClientAuthorities(options.ClientAuthorities);
        Reload();
    }

    /// <summary>Reads the files again; handshakes from now on use what they hold.</summary>
    /// <exception cref="CertificateException">One can't be used: all stay as they were.</exception>
    public void Reload()
    {
        var now = clock.GetUtcNow();
        var files = Given();
        if (files.Count == 0)
            files = [SelfSigned.Ensure(options.Folder, options.HostName, now)];
        stamps = Stamps(); // before they are read: what is written meanwhile is noticed at the next look
        certificates = [.. files.Select(LoadedCertificate.Load)];
        foreach (var certificate in certificates)
        {
            // Case A10: an expired one is an alarm, not an outage.
            var end = new DateTimeOffset(certificate.Leaf.NotAfter);
            if (end <= now)
                LogExpired(logger, certificate.Leaf.Subject, end);
            else
                LogLoaded(logger, certificate.Leaf.Subject, end);
            if (certificate.WantsStapling)
                LogWantsStapling(logger, certificate.Leaf.Subject);
        }
    }

    /// <summary>Reads the files again if they are others than those that were read last, or if the self-signed one ends soon.</summary>
    /// <exception cref="CertificateException">One can't be used: all stay as they were.</exception>
    public void ReloadIfChanged()
    {
        if (!Stamps().SequenceEqual(stamps) || (Given().Count == 0 && SelfSigned.EndsSoon(certificates[0].Leaf, clock.GetUtcNow())))
            Reload();
    }

    /// <summary>The certificates in use, in the order in which they are asked.</summary>
    public IReadOnlyList<CertificateFacts> Facts => [.. certificates.Select(static certificate => certificate.Facts)];

    /// <summary>Those of the configuration, those of the store, and the one that was fetched, once it is there.</summary>
    private IReadOnlyList<CertificateFiles> Given() => options.Fetched is { } fetched && File.Exists(fetched.Certificate) && File.Exists(fetched.Key) ? [.. options.Files, .. Imported(), fetched] : [.. options.Files, .. Imported()];

    private IEnumerable<CertificateFiles> Imported() => !Directory.Exists(options.Imports) ? [] : Directory.GetFiles(options.Imports, "*.pem")
        .Order(StringComparer.Ordinal)
        .Select(static file => new CertificateFiles(file, Path.ChangeExtension(file, ".key")))
        .Where(static files => File.Exists(files.Key));

    private FileStamp[] Stamps() => [.. Given().SelectMany(static files => new[] { FileStamp.Of(files.Certificate), FileStamp.Of(files.Key) })];

    /// <summary>What one handshake is to use.</summary>
    public SslServerAuthenticationOptions Select(string? serverName) => new()
    {
        ServerCertificateContext = Find(serverName).Context,
        EnabledSslProtocols = options.Profile is TlsProfile.Modern ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13,
        CipherSuitesPolicy = options.Profile is TlsProfile.Modern ? null : PlatformCiphers.Policy, // TLS 1.3 has good ones only
        AllowRenegotiation = false,
    };

    /// <summary>The same for a mail port, where a client may show a certificate of its own. Browsers would ask their users for one.</summary>
    public SslServerAuthenticationOptions SelectForMail(string? serverName)
    {
        var selected = Select(serverName);
        if (!clients.AreNone)
            clients.Ask(selected);
        return selected;
    }

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
