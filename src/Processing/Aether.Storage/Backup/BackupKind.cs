namespace Aether.Storage.Backup;

/// <summary>What a record of a backup is; the number is written down and never changes its meaning.</summary>
internal enum BackupKind : byte
{
    Header = 1,
    Domain = 2,
    Account = 3,
    Alias = 4,
    Mailbox = 5,
    Message = 6,
    Queued = 7,

    /// <summary>A message that could not be read when the backup was made.</summary>
    Damaged = 8,
    End = 9,
    Tenant = 10,

    /// <summary>Behind all mail, so that a quota that was lowered keeps nothing out that was there.</summary>
    Quota = 11,
}
