using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Unicode;
using Aether.Identity.Logins;

namespace Aether.Identity.Sasl;

/// <summary>EXTERNAL: the client certificate that TLS has checked says who it is. RFC 4422, appendix A.</summary>
internal sealed class ExternalExchange(Authenticator authenticator, LoginPeer peer, X509Certificate2 certificate) : SaslExchange
{
    public override async ValueTask<SaslStep> StepAsync(ReadOnlyMemory<byte>? response, CancellationToken ct)
    {
        if (response is not { } octets)
            return SaslStep.Ask(ReadOnlyMemory<byte>.Empty);
        if (octets.Length > MaxResponse || !Utf8.IsValid(octets.Span) || octets.Span.Contains((byte)0))
            return SaslStep.End(new LoginResult(LoginStatus.BadExchange));
        return SaslStep.End(await authenticator.VerifyCertificateAsync(Encoding.UTF8.GetString(octets.Span), certificate.GetNameInfo(X509NameType.EmailName, forIssuer: false), peer, ct));
    }
}
