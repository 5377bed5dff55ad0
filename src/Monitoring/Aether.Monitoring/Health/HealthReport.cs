namespace Aether.Monitoring.Health;

/// <summary>What <c>/readyz</c> answers.</summary>
/// <param name="Status"><c>ready</c> or <c>not ready</c>.</param>
/// <param name="Checks">Each check by name: <c>ok</c>, or what is wrong.</param>
public sealed record HealthReport(string Status, IReadOnlyDictionary<string, string> Checks);
