namespace Aether.Validation.TlsReports;

/// <summary>The words of reports for types of policies and results. RFC 8460 §4.3, §4.4, §6.6.</summary>
public static class TlsNames
{
    public static string NameOf(TlsPolicyType type) => type switch
    {
        TlsPolicyType.Tlsa => "tlsa",
        TlsPolicyType.Sts => "sts",
        _ => "no-policy-found",
    };

    public static string NameOf(TlsResultType type) => type switch
    {
        TlsResultType.StartTlsNotSupported => "starttls-not-supported",
        TlsResultType.CertificateHostMismatch => "certificate-host-mismatch",
        TlsResultType.CertificateExpired => "certificate-expired",
        TlsResultType.CertificateNotTrusted => "certificate-not-trusted",
        TlsResultType.TlsaInvalid => "tlsa-invalid",
        TlsResultType.DnssecInvalid => "dnssec-invalid",
        TlsResultType.StsPolicyFetchError => "sts-policy-fetch-error",
        TlsResultType.StsPolicyInvalid => "sts-policy-invalid",
        TlsResultType.StsWebpkiInvalid => "sts-webpki-invalid",
        _ => "validation-failure",
    };
}
