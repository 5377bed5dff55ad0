using Aether.Configuration.Schema;

namespace Aether.Pop3.Wire;

/// <summary>What the POP3 listeners are told by the configuration.</summary>
/// <param name="Settings">What a maildrop shows.</param>
/// <param name="Limits">The POP3 rows of the limits table.</param>
/// <param name="PlaintextLogin">Where passwords may travel without TLS.</param>
/// <param name="FailuresPerSession">Failed logins after which a session is ended.</param>
public sealed record Pop3Options(Pop3Settings Settings, Pop3LimitSettings Limits, PlaintextLogin PlaintextLogin, int FailuresPerSession)
{
    /// <summary>Other nodes open maildrops too: a lock is taken where all see it.</summary>
    public bool SharesMaildrops { get; init; }

    /// <summary>How long a client may take nothing of what is sent to it.</summary>
    public TimeSpan WritePatience { get; init; } = TimeSpan.FromMinutes(5);
}
