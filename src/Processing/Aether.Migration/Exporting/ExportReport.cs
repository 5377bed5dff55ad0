namespace Aether.Migration.Exporting;

/// <summary>What an export came to.</summary>
/// <param name="Damaged">Messages that can't be read, and were left out.</param>
public sealed record ExportReport(int Folders, long Messages, long Octets, long Damaged);
