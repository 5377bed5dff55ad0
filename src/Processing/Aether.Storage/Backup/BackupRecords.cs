using System.Text.Json.Serialization;
using Aether.Storage.Envelopes;
using Aether.Storage.Quotas;

namespace Aether.Storage.Backup;

/// <summary>The first record.</summary>
/// <param name="Version">Of the format: a reader refuses a higher one than it knows.</param>
internal sealed record HeaderRecord(int Version, DateTimeOffset Created);

/// <summary>A tenant and the domains it has.</summary>
internal sealed record TenantRecord(string Name, IReadOnlyList<string> Domains);

/// <summary>What an account, a domain or a tenant may store; 0 is no limit of its own.</summary>
internal sealed record QuotaRecord(QuotaOwner Owner, string Name, long Bytes, long Messages);

/// <summary>A domain.</summary>
internal sealed record DomainRecord(string Name, string? CatchAll);

/// <summary>An account with what belongs to it but mail.</summary>
internal sealed record AccountRecord(string Address, string Secret, IReadOnlyList<string> Subscriptions);

/// <summary>One target of an alias.</summary>
internal sealed record AliasRecord(string Name, string Target);

/// <summary>A mailbox of the account before it; its messages follow.</summary>
/// <param name="UidValidity">As it was: for the record, since a restored mailbox gets a new one.</param>
internal sealed record MailboxRecord(string Account, string Path, int Use, bool Selectable, long UidValidity);

/// <summary>A message of the mailbox before it; its octets follow.</summary>
internal sealed record MessageRecord(string Account, string Path, uint Uid, int Flags, IReadOnlyList<string> Keywords, DateTimeOffset InternalDate);

/// <summary>A message that waited to be delivered; its octets follow.</summary>
internal sealed record QueuedRecord(string MessageId, string Sender, QueueEnvelope Envelope, int Priority, DateTimeOffset Expires, IReadOnlyList<string> Recipients);

/// <summary>The last record: a backup without it was broken off.</summary>
internal sealed record EndRecord(long Records);

/// <summary>How the records are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HeaderRecord))]
[JsonSerializable(typeof(DomainRecord))]
[JsonSerializable(typeof(AccountRecord))]
[JsonSerializable(typeof(AliasRecord))]
[JsonSerializable(typeof(MailboxRecord))]
[JsonSerializable(typeof(MessageRecord))]
[JsonSerializable(typeof(QueuedRecord))]
[JsonSerializable(typeof(TenantRecord))]
[JsonSerializable(typeof(QuotaRecord))]
[JsonSerializable(typeof(EndRecord))]
internal sealed partial class BackupJson : JsonSerializerContext;
