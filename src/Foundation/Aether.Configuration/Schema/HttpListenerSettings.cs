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

    [Setting("By which headers a proxy of limits.proxyNetworks tells who its client is: X-Forwarded-For and X-Forwarded-Proto, or Forwarded (RFC 7239). It has to set them itself. From others they are never believed.")]
    public ProxyHeaders Proxy { get; init; } = ProxyHeaders.None;
}
