namespace Aether.Storage.Reports;

/// <summary>How much is kept for reports that are to be sent: strangers decide what is seen.</summary>
/// <param name="Domains">Domains that reports wait for.</param>
/// <param name="Details">Different things told to one domain in one report; more are only counted.</param>
public sealed record ReportBounds(int Domains, int Details);
