namespace Aether.Admin.Contracts;

/// <summary>What became of reports that were due.</summary>
/// <param name="Unwanted">Their domains want none.</param>
public sealed record ReportRunView(int Sent, int Unwanted, int PutOff);
