namespace Aether.Storage.Backup;

/// <summary>What of a backup is brought back.</summary>
/// <param name="Account">One account alone; null: all.</param>
/// <param name="Folder">One mailbox of it and those below it; null: all.</param>
/// <param name="Queue">Also what waited to be delivered then. Some of it may have been delivered since.</param>
public sealed record RestoreScope(string? Account = null, string? Folder = null, bool Queue = false)
{
    internal bool Covers(string account, string path) =>
        (Account is null || account == Account) && (Folder is null || path == Folder || path.StartsWith(Folder + Mailboxes.Mailbox.Separator, StringComparison.Ordinal));
}
