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

    /// <summary>Sealed: whoever restores it needs the key file of the server too.</summary>
    SigningKey = 12,

    /// <summary>A password of the account before it, made for one program.</summary>
    AppPassword = 13,

    /// <summary>An address that nothing is sent to for a while.</summary>
    Suppression = 14,

    /// <summary>A part of the queue that stands still; it comes back with the queue.</summary>
    Pause = 15,

    /// <summary>What somebody was given on a mailbox; behind all accounts.</summary>
    Rights = 16,

    /// <summary>An annotation of a mailbox or an account; behind all accounts.</summary>
    Annotation = 17,

    /// <summary>A report of another operator about a domain.</summary>
    Report = 18,

    /// <summary>An address whose mail goes to members.</summary>
    Group = 19,

    /// <summary>What an account may do; behind all accounts.</summary>
    Role = 20,

    /// <summary>The second factor of the account before it; sealed, as signing keys are.</summary>
    SecondFactor = 21,

    /// <summary>What is set for a domain besides its keys; behind it.</summary>
    DomainSetting = 22,

    /// <summary>A certificate that was fetched, or a key around it; sealed as signing keys are.</summary>
    Certificate = 23,

    /// <summary>An address of an account that was removed.</summary>
    FormerAddress = 24,
}
