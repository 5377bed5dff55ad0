namespace Aether.Admin.Contracts;

/// <summary>Asks for a backup of the whole store.</summary>
/// <param name="File">Absolute path, for the server to write; nothing may be there yet.</param>
public sealed record BackupRequest(string File);
