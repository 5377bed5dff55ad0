using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Mail for some domains goes to named hosts instead of the domain's mail exchangers.</summary>
public sealed record RouteSettings
{
    [Setting("Domain of the recipient, *.example.org for all below one, or * for all.", Format = SettingFormat.DomainOrAll)]
    public string RecipientDomain { get; init; } = "*";

    [Setting("Hosts to hand the mail to, in order.")]
    public IReadOnlyList<NextHopSettings> Via { get; init; } = [];
}
