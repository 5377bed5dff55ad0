namespace Aether.Validation.TlsReports;

/// <summary>Sessions that failed in one way. RFC 8460 §4.4; empty for what a report does not say.</summary>
public sealed record TlsFailureReport(string Type, string SendingAddress, string ReceivingHost, string ReceivingAddress, long Sessions, string Reason);
