using Aether.Storage.Acceptance;
using Aether.Storage.Accounts;
using Aether.Storage.Bodies;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Quotas;

namespace Aether.Storage.Backup;

/// <summary>The services through which a backup comes back: the same that serve sessions.</summary>
internal sealed record RestoreTarget(DirectoryStore Directory, MailboxStore Mailboxes, MessageStore Messages, BodyStore Bodies, AcceptanceStore Acceptance, QuotaStore Quotas);
