namespace Aether.Storage.Reports;

/// <summary>How much is kept for reports that are to be sent: strangers decide what is seen.</summary>
/// <param name="Domains">Domains that reports of one kind wait for.</param>
/// <param name="Details">Different things told to one domain in one report; more are only counted.</param>
public sealed record ReportBounds(int Domains, int Details)
{
    /// <summary>Different things that wait in memory to be written down.</summary>
    public int Pending { get; init; } = 20_000;
}
