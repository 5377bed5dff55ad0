using Aether.Dns.Resolving;
using Aether.Validation.Bimi;
using Aether.Validation.Dkim;

namespace Aether.Validation.Checks;

/// <summary>Begins the checks of messages.</summary>
public sealed class SenderChecks(IDnsResolver dns, CheckOptions options, ValidationMetrics metrics, TimeProvider clock)
{
    private readonly DkimKeys keys = new();

    public string ServiceId => options.ServiceId;

    public CheckOptions Options => options;

    /// <summary>Who finds the indicators of authors; null: nobody looks for any.</summary>
    public BimiIndicators? Indicators { get; init; }

    /// <summary>Begins to look up what the envelope tells.</summary>
    public MessageCheck Begin(Envelope envelope) => new(dns, options, metrics, keys, clock, envelope) { Indicators = Indicators };
}
