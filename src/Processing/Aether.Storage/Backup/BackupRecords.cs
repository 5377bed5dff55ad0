using System.Text.Json.Serialization;
using Aether.Storage.Accounts;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;
using Aether.Storage.Quotas;
using Aether.Storage.Reports;

namespace Aether.Storage.Backup;

/// <summary>The first record.</summary>
/// <param name="Version">Of the format: a reader refuses a higher one than it knows.</param>
internal sealed record HeaderRecord(int Version, DateTimeOffset Created);

/// <summary>A tenant and the domains it has.</summary>
internal sealed record TenantRecord(string Name, IReadOnlyList<string> Domains);

/// <summary>What an account, a domain or a tenant may store; 0 is no limit of its own.</summary>
internal sealed record QuotaRecord(QuotaOwner Owner, string Name, long Bytes, long Messages)
{
    public long Mailboxes { get; init; }
}

/// <summary>A key that signs for a domain, its secret sealed.</summary>
internal sealed record SigningKeyRecord(string Domain, string Selector, string Algorithm, string Secret, int State);

/// <summary>What is set for a domain besides its keys.</summary>
internal sealed record DomainSettingRecord(string Domain, string Name, string Value);

/// <summary>A certificate or a key around it, sealed.</summary>
internal sealed record CertificateRecord(int Kind, string Name, string Content);

/// <summary>A domain.</summary>
internal sealed record DomainRecord(string Name, string? CatchAll);

/// <summary>An account with what belongs to it but mail.</summary>
internal sealed record AccountRecord(string Address, string Secret, IReadOnlyList<string> Subscriptions)
{
    /// <summary>It may not log in.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>What it may send as besides its own.</summary>
    public IReadOnlyList<string> Grants { get; init; } = [];

    /// <summary>What its own password opens.</summary>
    public PasswordUse PasswordUse { get; init; }
}

/// <summary>A password made for one program of an account; <paramref name="Sealed"/> opens with the key file of the server only.</summary>
internal sealed record AppPasswordRecord(string Address, string Name, string Records, string? Sealed, string Protocols, string Networks, DateTimeOffset Created, DateTimeOffset? Expires);

/// <summary>The second factor of an account; <paramref name="Secret"/> opens with the key file of the server only.</summary>
internal sealed record SecondFactorRecord(string Address, string Secret, string Codes, long LastStep, DateTimeOffset Created);

/// <summary>An address that an account had which was removed.</summary>
internal sealed record FormerAddressRecord(string Name, DateTimeOffset Since);

/// <summary>One target of an alias.</summary>
internal sealed record AliasRecord(string Name, string Target);

/// <summary>An address whose mail goes to members.</summary>
internal sealed record GroupRecord(string Name, string Description, IReadOnlyList<string> Members);

/// <summary>What an account may do, in a domain or everywhere.</summary>
internal sealed record RoleRecord(string Address, string Role, string Domain);

/// <summary>A mailbox of the account before it; its messages follow.</summary>
/// <param name="UidValidity">As it was: for the record, since a restored mailbox gets a new one.</param>
internal sealed record MailboxRecord(string Account, string Path, int Use, bool Selectable, long UidValidity);

/// <summary>A message of the mailbox before it; its octets follow.</summary>
internal sealed record MessageRecord(string Account, string Path, uint Uid, int Flags, IReadOnlyList<string> Keywords, DateTimeOffset InternalDate)
{
    /// <summary>What is noted on it.</summary>
    public IReadOnlyList<NoteRecord> Notes { get; init; } = [];
}

/// <summary>What is noted on a message. RFC 5257.</summary>
/// <param name="Reader">Whose own it is; null: everybody's.</param>
internal sealed record NoteRecord(string? Reader, string Name, byte[] Value);

/// <summary>Notes that wait for their readers while a restore runs, by the numbers that it gave; no backup has it.</summary>
internal sealed record NotedRecord(long Account, long Mailbox, uint Uid, IReadOnlyList<NoteRecord> Notes);

/// <summary>A message that waited to be delivered; its octets follow.</summary>
internal sealed record QueuedRecord(string MessageId, string Sender, QueueEnvelope Envelope, int Priority, DateTimeOffset Expires, IReadOnlyList<string> Recipients)
{
    /// <summary>What the sender wants to hear of each recipient, in their order; null: an older program wrote it.</summary>
    public IReadOnlyList<WishRecord>? Wishes { get; init; }
}

/// <summary>ORCPT and NOTIFY of a recipient, and whether it was held. RFC 3461.</summary>
internal sealed record WishRecord(string? Orcpt, string? Notify, bool IsHeld)
{
    /// <summary>The way that an operator sent it; null: its usual one.</summary>
    public string? Route { get; init; }
}

/// <summary>An address that nothing is sent to for a while.</summary>
internal sealed record SuppressionRecord(string Address, string Reason, DateTimeOffset Until);

/// <summary>A part of the queue that stands still.</summary>
internal sealed record PauseRecord(PauseKind Kind, string Name, string Reason);

/// <summary>What somebody may do with a mailbox. RFC 4314.</summary>
/// <param name="Grantee">Null: everybody near its owner.</param>
internal sealed record RightsRecord(string Account, string Path, string? Grantee, int Rights, int Denied);

/// <summary>An annotation. RFC 5464.</summary>
/// <param name="Path">The mailbox; null: the account itself.</param>
/// <param name="Reader">Whose own it is; null: everybody's.</param>
internal sealed record AnnotationRecord(string Account, string? Path, string? Reader, string Name, byte[] Value);

/// <summary>A report of another operator, with what it says of each source.</summary>
internal sealed record ReportRecord(ReceivedReport Report, IReadOnlyList<ReportSource> Sources);

/// <summary>The last record: a backup without it was broken off.</summary>
internal sealed record EndRecord(long Records);

/// <summary>How the records are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HeaderRecord))]
[JsonSerializable(typeof(DomainRecord))]
[JsonSerializable(typeof(DomainSettingRecord))]
[JsonSerializable(typeof(AccountRecord))]
[JsonSerializable(typeof(AppPasswordRecord))]
[JsonSerializable(typeof(SecondFactorRecord))]
[JsonSerializable(typeof(AliasRecord))]
[JsonSerializable(typeof(FormerAddressRecord))]
[JsonSerializable(typeof(GroupRecord))]
[JsonSerializable(typeof(RoleRecord))]
[JsonSerializable(typeof(MailboxRecord))]
[JsonSerializable(typeof(MessageRecord))]
[JsonSerializable(typeof(NotedRecord))]
[JsonSerializable(typeof(QueuedRecord))]
[JsonSerializable(typeof(TenantRecord))]
[JsonSerializable(typeof(QuotaRecord))]
[JsonSerializable(typeof(SigningKeyRecord))]
[JsonSerializable(typeof(CertificateRecord))]
[JsonSerializable(typeof(SuppressionRecord))]
[JsonSerializable(typeof(PauseRecord))]
[JsonSerializable(typeof(RightsRecord))]
[JsonSerializable(typeof(AnnotationRecord))]
[JsonSerializable(typeof(ReportRecord))]
[JsonSerializable(typeof(EndRecord))]
internal sealed partial class BackupJson : JsonSerializerContext;
