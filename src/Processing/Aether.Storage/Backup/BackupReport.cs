namespace Aether.Storage.Backup;

/// <summary>What a backup holds, or what a restore brought back.</summary>
/// <param name="Octets">Of messages, before compression.</param>
/// <param name="Damaged">Messages that could not be read when the backup was made, and are not in it.</param>
public sealed record BackupReport(int Domains, int Accounts, int Mailboxes, long Messages, long Queued, long Octets, long Damaged)
{
    /// <summary>Messages that the store refused when they were brought back: an account over its quota, for one.</summary>
    public long Refused { get; init; }
}
