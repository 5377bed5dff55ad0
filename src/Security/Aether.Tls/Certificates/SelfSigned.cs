using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aether.Tls.Certificates;

/// <summary>Makes the certificate of a server that has none configured, and keeps it so that clients may pin it.</summary>
internal static class SelfSigned
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(825);
    private static readonly TimeSpan Margin = TimeSpan.FromDays(30);

    /// <summary>The files of a certificate for <paramref name="hostName"/> that is good for a while, made now if need be.</summary>
    public static CertificateFiles Ensure(string folder, string hostName, DateTimeOffset now)
    {
        var files = FilesIn(folder);
        if (!IsUsable(files, hostName, now))
            Make(files, hostName, now);
        return files;
    }

    public static CertificateFiles FilesIn(string folder) => new(Path.Combine(folder, "self-signed.pem"), Path.Combine(folder, "self-signed.key"));

    public static bool EndsSoon(X509Certificate2 certificate, DateTimeOffset now) => new DateTimeOffset(certificate.NotAfter) <= now + Margin;

    private static bool IsUsable(CertificateFiles files, string hostName, DateTimeOffset now)
    {
        if (!File.Exists(files.Certificate) || !File.Exists(files.Key))
            return false;
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
            return certificate.MatchesHostname(hostName) && !EndsSoon(certificate, now);
        }
        catch (CryptographicException)
        {
            return false; // half written at an abrupt end: made anew
        }
    }

    private static void Make(CertificateFiles files, string hostName, DateTimeOffset now)
    {
        using var key = KeyOf(files);
        var request = new CertificateRequest(new X500DistinguishedName("CN=" + hostName), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(hostName);
        if (hostName is not "localhost")
            names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false)); // serverAuth, RFC 5280 §4.2.1.12
        using var certificate = request.CreateSelfSigned(now - TimeSpan.FromHours(1), now + Life);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(files.Certificate)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Write(files.Key, key.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Write(files.Certificate, certificate.ExportCertificatePem(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"No self-signed certificate can be written to {files.Certificate}: {unwritable.Message}", unwritable);
        }
    }

    /// <summary>A key that is there stays: it may be pinned in the DNS. RFC 7671 §8.</summary>
    private static ECDsa KeyOf(CertificateFiles files)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            if (File.Exists(files.Key))
                key.ImportFromPem(File.ReadAllText(files.Key));
        }
        catch (Exception broken) when (broken is CryptographicException or ArgumentException)
        {
            // Half written at an abrupt end: the new one that was just made.
        }

        return key;
    }

    private static void Write(string path, string text, UnixFileMode mode)
    {
        File.Delete(path); // the mode below is that of a new file only
        using var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode });
        using var writer = new StreamWriter(stream);
        writer.Write(text);
        writer.Write('\n');
    }
}
