namespace Aether.Monitoring.Health;

/// <summary>What a check found.</summary>
/// <param name="IsWell">Nothing needs to be done.</param>
/// <param name="Text">What is so, and what to do about it.</param>
public sealed record DoctorFinding(bool IsWell, string Text);
