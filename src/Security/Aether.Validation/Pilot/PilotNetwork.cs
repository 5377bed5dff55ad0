namespace Aether.Validation.Pilot;

/// <summary>Mail from one range of addresses.</summary>
/// <param name="Network">A /24 or /48; what is no address stands as it is.</param>
/// <param name="Address">The busiest of it.</param>
/// <param name="Passed">Messages that DMARC passed; the others fail under any policy.</param>
public sealed record PilotNetwork(string Network, string Address, long Messages, long Passed)
{
    public long Failed => Messages - Passed;
}
