using Aether.Configuration.Schema;

namespace Aether.Imap.Wire;

/// <summary>What an IMAP listener is told by the configuration.</summary>
/// <param name="Limits">The IMAP rows of the limits table.</param>
/// <param name="PlaintextLogin">Where passwords may travel without TLS.</param>
/// <param name="MaxMessageSize">Octets one APPEND may have.</param>
/// <param name="FailuresPerSession">Failed logins after which a session is ended.</param>
public sealed record ImapOptions(ImapLimitSettings Limits, PlaintextLogin PlaintextLogin, long MaxMessageSize, int FailuresPerSession)
{
    /// <summary>How long a search goes on before its client hears how far it is, and between two times. RFC 9585 §4.</summary>
    public TimeSpan ProgressEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages whose content is searched between two looks at the clock.</summary>
    public int SearchSlice { get; init; } = 16 * 1024;

    /// <summary>Capabilities that the listener does not offer.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Capabilities that some accounts are not offered, by address in lower case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> WithoutFor { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Local part of the account in each domain whose mailboxes are public folders, under <c>Shared/</c>.</summary>
    public string SharedAccount { get; init; } = "shared";

    /// <summary>Addresses, in lower case, of those who may set quotas. RFC 9208 §4.1.3.</summary>
    public IReadOnlySet<string> Administrators { get; init; } = new HashSet<string>();

    /// <summary>Servers that hold the mail of accounts (<c>ann@example.org</c>) or of domains (<c>@example.org</c>), as <c>host</c> or <c>host:port</c>. RFC 2221.</summary>
    public IReadOnlyDictionary<string, string> Homes { get; init; } = new Dictionary<string, string>();

    /// <summary>Octets that a client may send without being asked for them: LITERAL- allows 4,096. RFC 7888 §5.</summary>
    public long MaxPlainLiteral { get; init; } = long.MaxValue;

    /// <summary>How long a client may take nothing of what is sent to it.</summary>
    public TimeSpan WritePatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Wait before each reply of a session past its soft error limit.</summary>
    public TimeSpan ErrorDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one SEARCH may take (case I06).</summary>
    public TimeSpan SearchBudget { get; init; } = TimeSpan.FromSeconds(30);
}
