namespace Aether.Migration.Importing;

/// <summary>What an import came to.</summary>
/// <param name="Imported">Messages that are new here.</param>
/// <param name="Known">Messages that an earlier import brought in.</param>
/// <param name="Updated">Of those, the ones whose flags had changed at the source.</param>
/// <param name="Refused">Messages that can't be stored: empty ones, or headers over the limit.</param>
public sealed record ImportReport(int Folders, long Imported, long Known, long Updated, long Refused, long Octets);
