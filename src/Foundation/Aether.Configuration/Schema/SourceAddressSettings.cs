using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>One address of this machine that deliveries go out from.</summary>
public sealed record SourceAddressSettings
{
    [Setting("An IP address of this machine.", Format = SettingFormat.BindAddress)]
    public string Address { get; init; } = "0.0.0.0";

    [Setting("The name this server gives itself from there: the one that the address has in the DNS.", Format = SettingFormat.HostName)]
    public string Hello { get; init; } = "localhost";

    [Setting("Its share of the connections; a new address begins with a small one.", Min = "1", Max = "1000")]
    public int Weight { get; init; } = 1;
}
