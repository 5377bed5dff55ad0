using Aether.Storage.Acceptance;
using Aether.Storage.Accounts;
using Aether.Storage.Annotations;
using Aether.Storage.Bodies;
using Aether.Storage.Certificates;
using Aether.Storage.Logins;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Queue;
using Aether.Storage.Quotas;
using Aether.Storage.Reports;
using Aether.Storage.Sharing;
using Aether.Storage.Suppressions;

namespace Aether.Storage.Backup;

/// <summary>The services through which a backup comes back: the same that serve sessions.</summary>
internal sealed record RestoreTarget(DirectoryStore Directory, GroupStore Groups, RoleStore Roles, SigningKeyStore Keys, LoginStore Logins, MailboxStore Mailboxes, MessageStore Messages, BodyStore Bodies, AcceptanceStore Acceptance, QuotaStore Quotas, QueueStore Queue, SuppressionStore Suppressions, AclStore Acl, MetadataStore Metadata, ReportStore Reports, AnnotationStore Annotations, DomainSettingStore DomainSettings, CertificateStore Certificates);
