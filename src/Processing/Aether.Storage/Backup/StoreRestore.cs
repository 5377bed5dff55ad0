using System.Globalization;
using Aether.Storage.Acceptance;
using Aether.Storage.Accounts;
using Aether.Storage.Bodies;
using Aether.Storage.Durability;
using Aether.Storage.Envelopes;
using Aether.Storage.Logins;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Quotas;

namespace Aether.Storage.Backup;

/// <summary>
/// Brings a backup, or a part of it, into a store through the same operations that serve sessions: whatever its engine. An account that is
/// not there is made as it was. In one that is, nothing is touched: its mail comes into a folder of its own, named for the day.
/// </summary>
/// <remarks>Messages get new UIDs in mailboxes with new UIDVALIDITY, so that no client takes them for others it knew. RFC 9051 §2.3.1.1.</remarks>
public sealed class StoreRestore
{
    private readonly RestoreTarget store;
    private readonly IDisk disk;
    private readonly string folder;
    private readonly TimeProvider clock;

    /// <param name="folder">Of the store's data.</param>
    internal StoreRestore(RestoreTarget store, IDisk disk, string folder, TimeProvider clock)
    {
        this.store = store;
        this.disk = disk;
        this.folder = folder;
        this.clock = clock;
    }

    /// <exception cref="BackupException">The backup is damaged, or has nothing of that kind. What came before the damage was brought back.</exception>
    /// <exception cref="StoreUnavailableException">The store takes nothing at the moment.</exception>
    public async Task<BackupReport> ReadAsync(string path, RestoreScope scope, CancellationToken ct)
    {
        using var file = disk.OpenRead(Path.GetFullPath(path)) ?? throw new BackupException($"There is no {path}.");
        using var stream = new DiskStream(file, FileAccess.Read);
        using var reader = new BackupReader(stream);
        if (!reader.Next() || reader.Kind is not BackupKind.Header || reader.Read(BackupJson.Default.HeaderRecord).Version is < 1 or > BackupWriter.Version)
            throw new BackupException("The backup is of a newer program: restore it with that.");

        using var run = new Run(scope, new MadeAccounts(store.Directory), new LateNotes(store, disk, folder));
        while (reader.Next())
        {
            ct.ThrowIfCancellationRequested();
            await RestoreAsync(reader, run, ct);
            // What nobody wanted is read past, and compared all the same.
            if (!run.BodyTaken)
                await reader.ReadBodyAsync(static _ => ValueTask.CompletedTask);
            run.BodyTaken = false;
        }
        await run.Notes.RestoreAsync(ct);
        if (run is { Mailboxes: 0, Accounts: 0, Domains: 0 })
            throw new BackupException("The backup has no such account or folder.");
        return new BackupReport(run.Domains, run.Accounts, run.Mailboxes, run.Messages, run.Queued, run.Octets, run.Damaged) { Refused = run.Refused };
    }

    private async Task RestoreAsync(BackupReader reader, Run run, CancellationToken ct)
    {
        switch (reader.Kind)
        {
            case BackupKind.Domain when run.Scope.Account is null:
                var domain = reader.Read(BackupJson.Default.DomainRecord);
                run.Domains += await store.Directory.AddDomainAsync(domain.Name, domain.CatchAll, ct) is DirectoryResult.Done ? 1 : 0;
                break;
            case BackupKind.Account:
                await RestoreAccountAsync(reader.Read(BackupJson.Default.AccountRecord), run, ct);
                break;
            case BackupKind.Alias when run.Scope.Account is null:
                var alias = reader.Read(BackupJson.Default.AliasRecord);
                await store.Directory.AddAliasAsync(alias.Name, alias.Target, ct);
                break;
            case BackupKind.FormerAddress when run.Scope.Account is null:
                var former = reader.Read(BackupJson.Default.FormerAddressRecord);
                await store.Directory.AddFormerAsync(new FormerAddress(former.Name, former.Since), ct);
                break;
            case BackupKind.Group when run.Scope.Account is null:
                await RestoreGroupAsync(reader.Read(BackupJson.Default.GroupRecord), ct);
                break;
            // Into accounts that were made anew only: a role that was taken back since stays so.
            case BackupKind.Role when reader.Read(BackupJson.Default.RoleRecord) is var role && await run.MadeAsync(role.Address, ct):
                await store.Roles.AddAsync(new RoleGrant(role.Address, role.Role, role.Domain), ct);
                break;
            case BackupKind.Mailbox:
                await RestoreMailboxAsync(reader.Read(BackupJson.Default.MailboxRecord), run, ct);
                break;
            case BackupKind.Message when run.Target is not null:
                await RestoreMessageAsync(reader, run, ct);
                break;
            case BackupKind.Queued when run.Scope is { Queue: true, Account: null }:
                await RestoreQueuedAsync(reader, run, ct);
                break;
            case BackupKind.Pause when run.Scope is { Queue: true, Account: null }:
                var pause = reader.Read(BackupJson.Default.PauseRecord);
                await store.Queue.PauseAsync(pause.Kind, pause.Name, pause.Reason, ct);
                break;
            case BackupKind.Suppression when run.Scope.Account is null:
                await RestoreSuppressionAsync(reader.Read(BackupJson.Default.SuppressionRecord), ct);
                break;
            case BackupKind.Report when run.Scope.Account is null:
                await ReportBackup.RestoreAsync(reader.Read(BackupJson.Default.ReportRecord), store.Reports, ct);
                break;
            case BackupKind.Tenant when run.Scope.Account is null:
                await RestoreTenantAsync(reader.Read(BackupJson.Default.TenantRecord), ct);
                break;
            case BackupKind.SigningKey when run.Scope.Account is null:
                var key = reader.Read(BackupJson.Default.SigningKeyRecord);
                await store.Keys.AddAsync(key.Domain, key.Selector, key.Algorithm, key.Secret, (SigningKeyState)key.State, ct);
                break;
            case BackupKind.DomainSetting when run.Scope.Account is null:
                await RestoreSettingAsync(reader.Read(BackupJson.Default.DomainSettingRecord), ct);
                break;
            case BackupKind.Certificate when run.Scope.Account is null:
                await CertificateBackup.RestoreAsync(reader.Read(BackupJson.Default.CertificateRecord), store.Certificates, ct);
                break;
            case BackupKind.AppPassword:
                await RestoreAppPasswordAsync(reader.Read(BackupJson.Default.AppPasswordRecord), run, ct);
                break;
            case BackupKind.SecondFactor when reader.Read(BackupJson.Default.SecondFactorRecord) is var factor && await run.MadeAsync(factor.Address, ct):
                await store.Logins.SetSecondFactorAsync(factor.Address, new SecondFactorRow(factor.Secret, factor.Codes, factor.LastStep, factor.Created), ct);
                break;
            case BackupKind.Rights when reader.Read(BackupJson.Default.RightsRecord) is var rights && run.Scope.Covers(rights.Account, rights.Path) && await run.MadeAsync(rights.Account, ct):
                await SharingRestore.RestoreAsync(store, rights, ct);
                break;
            case BackupKind.Annotation when reader.Read(BackupJson.Default.AnnotationRecord) is var note && run.Scope.Covers(note.Account, note.Path ?? run.Scope.Folder ?? "") && await run.MadeAsync(note.Account, ct):
                await SharingRestore.RestoreAsync(store, note, ct);
                break;
            case BackupKind.Quota:
                await RestoreQuotaAsync(reader.Read(BackupJson.Default.QuotaRecord), run, ct);
                break;
            case BackupKind.Damaged:
                run.Damaged++;
                break;
        }
    }

    /// <summary>Into accounts that were made anew only: what their owner revoked since stays revoked.</summary>
    private async Task RestoreAppPasswordAsync(AppPasswordRecord record, Run run, CancellationToken ct)
    {
        if (await run.MadeAsync(record.Address, ct))
            await store.Logins.AddAppPasswordAsync(record.Address, new AppPasswordRow(record.Name, record.Records, record.Sealed, record.Protocols, record.Networks, record.Created, record.Expires), ct);
    }

    private async Task RestoreAccountAsync(AccountRecord record, Run run, CancellationToken ct)
    {
        (run.Account, run.Prefix, run.Target) = (null, "", null);
        if (!run.Scope.Covers(record.Address, run.Scope.Folder ?? ""))
            return;
        await store.Directory.AddDomainAsync(record.Address[(record.Address.LastIndexOf('@') + 1)..], null, ct);
        bool isNew = await store.Directory.AddAccountAsync(record.Address, record.Secret, 0, ct) is DirectoryResult.Done;
        run.Account = (await store.Directory.FindAccountAsync(record.Address, ct))?.Id;
        if (run.Account is not { } account)
            return;
        run.Accounts++;
        run.Made.Note(account, isNew);
        if (isNew && record.IsDisabled)
            await store.Logins.SetStateAsync(record.Address, AccountState.Disabled, ct);
        if (isNew && record.PasswordUse is not PasswordUse.AsDomain)
            await store.Logins.SetPasswordUseAsync(record.Address, record.PasswordUse, ct);
        if (!isNew)
            run.Prefix = string.Create(CultureInfo.InvariantCulture, $"Restored {clock.GetUtcNow():yyyy-MM-dd}");
        else
            await RestoreWishesAsync(account, record, ct);
    }

    private async Task RestoreWishesAsync(AccountId account, AccountRecord record, CancellationToken ct)
    {
        foreach (string path in record.Subscriptions)
            await store.Mailboxes.SubscribeAsync(account, path, SubscriptionChange.Subscribe, ct);
        foreach (string subject in record.Grants)
            await store.Directory.AddSendGrantAsync(record.Address, subject, ct);
    }

    /// <summary>What is set already is newer.</summary>
    private async Task RestoreSettingAsync(DomainSettingRecord record, CancellationToken ct)
    {
        if (await store.DomainSettings.FindAsync(record.Domain, record.Name, ct) is null)
            await store.DomainSettings.SetAsync(record.Domain, record.Name, record.Value, ct);
    }

    /// <summary>A group that is there keeps its members: who was taken out since stays out.</summary>
    private async Task RestoreGroupAsync(GroupRecord record, CancellationToken ct)
    {
        if (await store.Groups.AddAsync(record.Name, record.Description, ct) is not DirectoryResult.Done)
            return;
        foreach (string member in record.Members)
            await store.Groups.AddMemberAsync(record.Name, member, ct);
    }

    private async Task RestoreSuppressionAsync(SuppressionRecord record, CancellationToken ct)
    {
        var left = record.Until - clock.GetUtcNow();
        if (left > TimeSpan.Zero)
            await store.Suppressions.AddAsync(record.Address, record.Reason, left, ct);
    }

    private async Task RestoreTenantAsync(TenantRecord record, CancellationToken ct)
    {
        await store.Quotas.AddTenantAsync(record.Name, ct);
        foreach (string domain in record.Domains)
            await store.Quotas.SetDomainTenantAsync(domain, record.Name, ct);
    }

    /// <summary>Domains and tenants come back with the whole store only; an account that was there already keeps the quota it has.</summary>
    private async Task RestoreQuotaAsync(QuotaRecord record, Run run, CancellationToken ct)
    {
        if (record.Owner is QuotaOwner.Account ? await run.MadeAsync(record.Name, ct) : run.Scope.Account is null)
            await store.Quotas.SetAsync(record.Owner, record.Name, new QuotaLimit(record.Bytes, record.Messages) { Mailboxes = record.Mailboxes }, ct);
    }

    private async Task RestoreMailboxAsync(MailboxRecord record, Run run, CancellationToken ct)
    {
        run.Target = null;
        if (run.Account is not { } account || !record.Selectable || !run.Scope.Covers(record.Account, record.Path))
            return;
        string path = run.Prefix.Length == 0 ? record.Path : run.Prefix + Mailbox.Separator + record.Path;
        var use = run.Prefix.Length == 0 ? (SpecialUse)record.Use : SpecialUse.None;
        await store.Mailboxes.CreateAsync(account, path, use, ct);
        run.Target = (await store.Mailboxes.FindAsync(account, path, ct))?.Id;
        run.Mailboxes += run.Target is null ? 0 : 1;
    }

    private async Task RestoreMessageAsync(BackupReader reader, Run run, CancellationToken ct)
    {
        var record = reader.Read(BackupJson.Default.MessageRecord);
        long size = reader.Size;
        var message = await TakeBodyAsync(reader, run, ct);
        var flags = new FlagChange(FlagChangeMode.Replace, (SystemFlags)record.Flags, record.Keywords);
        var result = await store.Messages.AppendAsync(run.Account!.Value, run.Target!.Value, message, flags, record.InternalDate, ct);
        if (result.Status is not MessageStatus.Done)
        {
            run.Refused++;
            return;
        }
        if (record.Notes.Count > 0)
            await run.Notes.AddAsync(new NotedRecord(run.Account.Value.Value, run.Target.Value.Value, result.Uid.Value, record.Notes), ct);
        run.Messages++;
        run.Octets += size;
    }

    private async Task RestoreQueuedAsync(BackupReader reader, Run run, CancellationToken ct)
    {
        var record = reader.Read(BackupJson.Default.QueuedRecord);
        long size = reader.Size;
        var message = await TakeBodyAsync(reader, run, ct);
        var wishes = record.Wishes?.Count == record.Recipients.Count ? record.Wishes : null;
        var recipients = record.Recipients
            .Select((address, i) => new QueueRecipient(address, address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant(), wishes?[i].Orcpt, wishes?[i].Notify) { Route = wishes?[i].Route })
            .ToArray();
        var entry = new QueueEntry(record.Sender, ReadOnlyMemory<byte>.Empty, record.Envelope, (QueuePriority)record.Priority, record.Expires, recipients)
        {
            IsHeld = wishes?.Any(wish => wish.IsHeld) is true, // an operator has to look at it again
        };
        await store.Acceptance.AcceptAsync(message, new AcceptPlan(record.MessageId, [], entry), ct);
        run.Queued++;
        run.Octets += size;
    }

    private async Task<StoredMessage> TakeBodyAsync(BackupReader reader, Run run, CancellationToken ct)
    {
        await using var draft = store.Bodies.NewDraft();
        run.BodyTaken = true;
        await reader.ReadBodyAsync(piece =>
        {
            draft.Write(piece.Span);
            return draft.FlushAsync(ct);
        });
        return await draft.CompleteAsync(ct);
    }

    /// <summary>Where a restore is.</summary>
    private sealed class Run(RestoreScope scope, MadeAccounts made, LateNotes notes) : IDisposable
    {
        public RestoreScope Scope => scope;

        public MadeAccounts Made => made;

        public LateNotes Notes => notes;

        public AccountId? Account { get; set; }

        /// <summary>The folder above all that is restored into an account that was there.</summary>
        public string Prefix { get; set; } = "";

        public MailboxId? Target { get; set; }

        public bool BodyTaken { get; set; }

        public int Domains { get; set; }

        public int Accounts { get; set; }

        public int Mailboxes { get; set; }

        public long Messages { get; set; }

        public long Queued { get; set; }

        public long Octets { get; set; }

        public long Damaged { get; set; }

        public long Refused { get; set; }

        /// <summary>Whether an account was not there before; what is not wanted was not made.</summary>
        public ValueTask<bool> MadeAsync(string address, CancellationToken ct) => scope.Account is null || scope.Account == address ? made.ContainsAsync(address, ct) : ValueTask.FromResult(false);

        public void Dispose() => notes.Dispose();
    }
}
