namespace Aether.Admin.Contracts;

/// <summary>Asks to write an account's mail into files.</summary>
/// <param name="Target"><c>maildir:/path</c> or <c>mbox:/path</c>; nothing may be there yet.</param>
public sealed record ExportRequest(string Target);
