using Aether.Dns.Resolving;

namespace Aether.Validation.Checks;

/// <summary>Begins the checks of messages.</summary>
public sealed class SenderChecks(IDnsResolver dns, CheckOptions options, ValidationMetrics metrics, TimeProvider clock)
{
    public string ServiceId => options.ServiceId;

    public CheckOptions Options => options;

    /// <summary>Begins to look up what the envelope tells.</summary>
    public MessageCheck Begin(Envelope envelope) => new(dns, options, metrics, clock, envelope);
}
