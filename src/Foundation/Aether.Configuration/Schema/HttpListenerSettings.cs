using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>One HTTP port.</summary>
public sealed record HttpListenerSettings
{
    [Setting("Address to listen on.", Format = SettingFormat.BindAddress)]
    public string Address { get; init; } = "*";

    [Setting("TCP port.", Min = "1", Max = "65535")]
    public int Port { get; init; } = 80;

    [Setting("none or implicit.")]
    public ListenerTls Tls { get; init; } = ListenerTls.None;
}
