using Aether.Configuration.Schema;

namespace Aether.Imap.Wire;

/// <summary>What an IMAP listener is told by the configuration.</summary>
/// <param name="Limits">The IMAP rows of the limits table.</param>
/// <param name="PlaintextLogin">Where passwords may travel without TLS.</param>
/// <param name="MaxMessageSize">Octets one APPEND may have.</param>
/// <param name="FailuresPerSession">Failed logins after which a session is ended.</param>
public sealed record ImapOptions(ImapLimitSettings Limits, PlaintextLogin PlaintextLogin, long MaxMessageSize, int FailuresPerSession)
{
    /// <summary>How long a client may take nothing of what is sent to it.</summary>
    public TimeSpan WritePatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Wait before each reply of a session past its soft error limit.</summary>
    public TimeSpan ErrorDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one SEARCH may take (case I06).</summary>
    public TimeSpan SearchBudget { get; init; } = TimeSpan.FromSeconds(30);
}
