using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>Receiving mail. RFC 5321, RFC 6409.</summary>
public sealed record SmtpSettings
{
    [Setting("Connections at a time, all listeners together.", Min = "1", Max = "1000000")]
    public int MaxConnections { get; init; } = 1000;

    [Setting("Largest message taken, announced in SIZE.", Min = "64 KiB", Max = "2 GiB")]
    public ByteSize MaxMessageSize { get; init; } = ByteSize.FromMiB(50);

    [Setting("Seconds in which a user may take a submitted message back.", Min = "0", Max = "300", Built = false)]
    public int UndoSeconds { get; init; }

    [Setting("Ports.")]
    public IReadOnlyList<SmtpListenerSettings> Listeners { get; init; } =
    [
        new() { Port = 25, Kind = SmtpListenerKind.Mx, Tls = ListenerTls.StartTls },
        new() { Port = 587, Kind = SmtpListenerKind.Submission, Tls = ListenerTls.StartTls },
        new() { Port = 465, Kind = SmtpListenerKind.Submission, Tls = ListenerTls.Implicit },
        new() { Address = "127.0.0.1", Port = 24, Kind = SmtpListenerKind.Lmtp, Tls = ListenerTls.None },
    ];
}
