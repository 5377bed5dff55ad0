using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Aether.Queue.Policies;
using Aether.Queue.Settings;
using Aether.Validation.TlsReports;

namespace Aether.Queue.Outbound;

/// <summary>What an attempt to open a session showed of its encryption. RFC 8460 §4.3.</summary>
internal sealed class TlsSight
{
    /// <summary>The server was there and it came to the question of encryption.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>What was wrong, whatever followed from it; null: nothing.</summary>
    public TlsResultType? Flaw { get; private set; }

    public string Reason { get; private set; } = "";

    public EndPoint? Local { get; set; }

    public EndPoint? Remote { get; set; }

    public void NotOffered() => Blame(TlsResultType.StartTlsNotSupported, "");

    public void Blame(TlsResultType flaw, string reason)
    {
        WasAsked = true;
        (Flaw, Reason) = (Flaw ?? flaw, Flaw is null ? reason : Reason);
    }

    public void Encrypted() => WasAsked = true;

    /// <summary>Looks at a certificate, whether or not it has to fit.</summary>
    /// <param name="fits">It is one of those that the host's TLSA records name, where it has any to go by.</param>
    public void Look(NextHop hop, bool fits, X509Chain? chain, SslPolicyErrors errors)
    {
        if (DaneMatch.CanJudge(hop.Tlsa))
        {
            if (!fits)
                Blame(TlsResultType.CertificateNotTrusted, "no TLSA record fits the certificate");
        }
        else if (hop.Tlsa.Count == 0 && errors is not SslPolicyErrors.None)
        {
            CertificateFlaw = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? TlsResultType.CertificateHostMismatch
                : chain?.ChainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)) is true ? TlsResultType.CertificateExpired
                : TlsResultType.CertificateNotTrusted;
        }
    }

    /// <summary>What is wrong with the certificate where nobody asked for a right one; null: nothing.</summary>
    public TlsResultType? CertificateFlaw { get; private set; }
}
