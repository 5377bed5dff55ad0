namespace Aether.Validation.TlsReports;

/// <summary>What was wrong with a session. RFC 8460 §4.3.</summary>
public enum TlsResultType
{
    /// <summary>§4.3.1: the server did not offer STARTTLS.</summary>
    StartTlsNotSupported,

    /// <summary>§4.3.1: the certificate has another name.</summary>
    CertificateHostMismatch,

    /// <summary>§4.3.1</summary>
    CertificateExpired,

    /// <summary>§4.3.1: nobody we trust vouches for the certificate.</summary>
    CertificateNotTrusted,

    /// <summary>§4.3.1: anything else.</summary>
    ValidationFailure,

    /// <summary>§4.3.2.1: none of the TLSA records can be used.</summary>
    TlsaInvalid,

    /// <summary>§4.3.2.1: the resolver gave no records that it vouches for.</summary>
    DnssecInvalid,

    /// <summary>§4.3.2.2: the policy could not be fetched.</summary>
    StsPolicyFetchError,

    /// <summary>§4.3.2.2: the policy can't be read.</summary>
    StsPolicyInvalid,

    /// <summary>§4.3.2.2: the server of the policy has no certificate that fits.</summary>
    StsWebpkiInvalid,
}
