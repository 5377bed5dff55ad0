namespace Aether.Validation.DmarcReports;

/// <summary>How much of a report that a stranger wrote is read (case D07).</summary>
/// <param name="Octets">Of the XML, inflated.</param>
/// <param name="Records">Of one report.</param>
/// <param name="Sources">Kinds of sources that are told apart; the rest is put together.</param>
/// <param name="Markup">Characters of one tag with its attributes, or of one comment.</param>
public sealed record DmarcReportLimits(int Octets = 50_000_000, int Records = 200_000, int Sources = 5_000, int Markup = 64 << 10);
