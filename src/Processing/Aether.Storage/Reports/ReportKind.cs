namespace Aether.Storage.Reports;

/// <summary>What reports are about.</summary>
public enum ReportKind
{
    /// <summary>Sessions with the servers of a domain, and what came of their encryption. RFC 8460.</summary>
    Tls = 1,

    /// <summary>Messages in the name of a domain, and what the checks of them found. RFC 9990.</summary>
    Dmarc = 2,

    /// <summary>Single messages in the name of a domain that failed the checks. RFC 9991.</summary>
    Failure = 3,
}
