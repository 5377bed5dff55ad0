namespace Aether.Monitoring.Health;

/// <summary>One thing that must be well before mail is taken.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Check">Null when it is well; else what is wrong.</param>
public sealed record ReadinessCheck(string Name, Func<CancellationToken, ValueTask<string?>> Check);
