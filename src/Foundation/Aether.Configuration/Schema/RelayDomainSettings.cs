using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>A domain of others whose mail is taken from anybody and passed on: this server is its backup exchanger, or stands in front of it.</summary>
public sealed record RelayDomainSettings
{
    [Setting("The domain, or *.example.org for all below one.", Format = SettingFormat.DomainOrAll)]
    public string Domain { get; init; } = "example.org";

    [Setting("Addresses that exist there, with * for anything; none: all are taken, and what the domain refuses is returned to whoever is named as sender.")]
    public IReadOnlyList<string> Recipients { get; init; } = [];
}
