namespace Aether.Configuration.Model;

/// <summary>What a text setting must look like beyond being text.</summary>
public enum SettingFormat
{
    Any,

    /// <summary>A DNS host name. RFC 1123 §2.1.</summary>
    HostName,

    /// <summary>An IP address, or * for all.</summary>
    BindAddress,

    /// <summary>An IP address, * for all, or unix: with the path of a socket.</summary>
    BindAddressOrSocket,

    /// <summary>A path; a relative one lies under <c>data</c>.</summary>
    Path,

    /// <summary>A store address whose password is masked when shown.</summary>
    Url,

    /// <summary>A domain name, *.name for all below it, or * for all.</summary>
    DomainOrAll,

    /// <summary>A DNS host name, or *.name for all right below it. RFC 9525 §6.3.</summary>
    CertificateName,
}
