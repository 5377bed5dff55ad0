using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>One port where mail comes in.</summary>
public sealed record SmtpListenerSettings
{
    [Setting("Address to listen on.", Format = SettingFormat.BindAddress)]
    public string Address { get; init; } = "*";

    [Setting("TCP port.", Min = "1", Max = "65535")]
    public int Port { get; init; } = 25;

    [Setting("mx: from other servers. submission: from users who log in. lmtp: from local programs, not built yet.")]
    public SmtpListenerKind Kind { get; init; } = SmtpListenerKind.Mx;

    [Setting("none, starttls (offered), or implicit (from the first byte).")]
    public ListenerTls Tls { get; init; } = ListenerTls.StartTls;
}
