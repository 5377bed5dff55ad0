namespace Aether.Queue.Reports;

/// <summary>What one look at the reports that are due came to.</summary>
public sealed record ReportRun(int Sent, int Unwanted, int PutOff);
