using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>One port where mail comes in.</summary>
public sealed record SmtpListenerSettings
{
    [Setting("Address to listen on, or unix: with the path of a socket.", Format = SettingFormat.BindAddressOrSocket)]
    public string Address { get; init; } = "*";

    [Setting("TCP port; none for a socket.", Min = "1", Max = "65535")]
    public int Port { get; init; } = 25;

    [Setting("mx: from other servers. submission: from users who log in. lmtp: from programs of this site, which must come from limits.exemptNetworks or a socket.")]
    public SmtpListenerKind Kind { get; init; } = SmtpListenerKind.Mx;

    [Setting("none, starttls (offered), required (STARTTLS before anything else, on loopback too), or implicit (from the first byte).")]
    public ListenerTls Tls { get; init; } = ListenerTls.StartTls;

    [Setting("Every connection comes through a proxy of limits.proxyNetworks and begins with a PROXY header, version 1 or 2.")]
    public bool Proxy { get; init; }
}
