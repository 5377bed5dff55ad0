namespace Aether.Monitoring.Health;

/// <summary>One thing that <c>aether doctor</c> looks at.</summary>
/// <param name="Name">What it is.</param>
public sealed record DoctorCheck(string Name, Func<CancellationToken, Task<DoctorFinding>> Run);
