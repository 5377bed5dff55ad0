using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>One port of a protocol with a single kind of listener.</summary>
public sealed record ListenerSettings
{
    [Setting("Address to listen on.", Format = SettingFormat.BindAddress)]
    public string Address { get; init; } = "*";

    [Setting("TCP port.", Min = "1", Max = "65535")]
    public int Port { get; init; } = 1;

    [Setting("none, starttls (offered), required (STARTTLS before anything else, on loopback too), or implicit (from the first byte).")]
    public ListenerTls Tls { get; init; } = ListenerTls.StartTls;
}
