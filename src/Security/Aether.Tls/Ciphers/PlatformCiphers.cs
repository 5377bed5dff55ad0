using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aether.Tls.Ciphers;

/// <summary>
/// The suites of TLS 1.2. Left alone, .NET has OpenSSL take ECDHE only; an openssl.cnf with a CipherString of its own overrules that. Naming the suites
/// ourselves costs every handshake an OpenSSL context and all resumption (docs/decisions/0019), so it is done only where the platform takes others.
/// </summary>
internal static class PlatformCiphers
{
    private static readonly CipherSuitesPolicy? Named = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() ? NewPolicy(
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256) : null;

    private static readonly Task Examined = Task.Run(ExamineAsync);
    private static volatile bool isGood;

    /// <summary>What to name; null: the platform's own list is good. Until that is known, everything is named.</summary>
    public static CipherSuitesPolicy? Policy => isGood ? null : Named;

    /// <summary>Looks what the platform takes, once for the process.</summary>
    public static Task ExamineAsync(CancellationToken ct) => Examined.WaitAsync(ct);

    private static CipherSuitesPolicy NewPolicy(params TlsCipherSuite[] suites) =>
#pragma warning disable CA1416 // asked for above
        new(suites);
#pragma warning restore CA1416

    /// <summary>Shakes hands with ourselves over a suite that OpenSSL takes by its own default and .NET does not.</summary>
    private static async Task ExamineAsync()
    {
        if (Named is null)
            return;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var begin = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=probe", key, HashAlgorithmName.SHA256).CreateSelfSigned(begin.AddDays(-1), begin.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        Pipe there = new(), back = new();
        await using var client = new SslStream(new PipeStream(back.Reader, there.Writer), false, static (_, shown, _, _) => shown is not null);
        await using var server = new SslStream(new PipeStream(there.Reader, back.Writer));
        var asked = client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "probe",
            EnabledSslProtocols = SslProtocols.Tls12,
            CipherSuitesPolicy = NewPolicy(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA),
        });
        try
        {
            await server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = SslProtocols.Tls12 });
        }
        catch (AuthenticationException)
        {
            isGood = true; // no suite in common
        }
        finally
        {
            await there.Writer.CompleteAsync();
            await back.Writer.CompleteAsync();
        }

        try
        {
            await asked;
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException)
        {
            // As it should be.
        }
    }
}
