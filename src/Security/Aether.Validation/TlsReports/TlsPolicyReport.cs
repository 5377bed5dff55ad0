namespace Aether.Validation.TlsReports;

/// <summary>What a report says of sessions under one policy. RFC 8460 §4.4.</summary>
public sealed record TlsPolicyReport(string Type, string Domain, IReadOnlyList<string> Strings, IReadOnlyList<string> Hosts, long Succeeded, long Failed, IReadOnlyList<TlsFailureReport> Failures);
