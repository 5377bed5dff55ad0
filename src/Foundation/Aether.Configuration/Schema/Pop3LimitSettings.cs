using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>POP3 sessions. RFC 1939 §3.</summary>
public sealed record Pop3LimitSettings
{
    [Setting("Silence before a session is ended.", Min = "1 s", Max = "1 d", Built = false)]
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(10);
}
