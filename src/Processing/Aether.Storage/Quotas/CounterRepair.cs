namespace Aether.Storage.Quotas;

/// <summary>A counter that was found wrong.</summary>
/// <param name="Counter">Which one, as a log shows it: "account ann@example.org bytes".</param>
public sealed record CounterRepair(string Counter, long Was, long Is);
