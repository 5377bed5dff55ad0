namespace Aether.Admin.Contracts;

/// <summary>One thing that was looked at.</summary>
/// <param name="Text">What is so, and what to do about it.</param>
public sealed record DoctorView(string Name, bool IsWell, string Text);
