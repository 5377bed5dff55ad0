using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>POP3 sessions. RFC 1939 §3, RFC 2449 §4.</summary>
public sealed record Pop3LimitSettings
{
    [Setting("A command line. RFC 2449 §4 wants 255 octets or more; tokens of AUTH are longer.", Min = "255 B", Max = "64 KiB")]
    public ByteSize Line { get; init; } = ByteSize.FromKiB(8);

    [Setting("Errors of a session before it is ended.", Min = "1", Max = "1000")]
    public int Errors { get; init; } = 10;

    [Setting("Silence before a session is ended. RFC 1939 §3 wants 10 minutes or more.", Min = "1 s", Max = "1 d")]
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(10);

    [Setting("Time until login.", Min = "1 s", Max = "1 h")]
    public TimeSpan IdleBeforeLogin { get; init; } = TimeSpan.FromSeconds(60);
}
