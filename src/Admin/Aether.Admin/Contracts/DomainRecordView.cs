namespace Aether.Admin.Contracts;

/// <summary>A record that a domain should publish.</summary>
/// <param name="Line">As a line of a master file.</param>
/// <param name="State">How it compares with what is published; null when that was not asked.</param>
/// <param name="Remedy">What to do; null or empty when all is well.</param>
public sealed record DomainRecordView(string Name, string Type, string Value, string Purpose, string Line, string? State, string? Remedy);
