namespace Aether.Admin.Contracts;

/// <summary>Asks for a backup, or a part of it, to be brought back.</summary>
/// <param name="File">Absolute path, for the server to read.</param>
/// <param name="Account">One account alone; null: all.</param>
/// <param name="Folder">One mailbox of it and those below it; null: all.</param>
/// <param name="Queue">Also what waited to be delivered then.</param>
public sealed record RestoreRequest(string File, string? Account, string? Folder, bool Queue);
