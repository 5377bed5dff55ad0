using Aether.Storage.Accounts;
using Aether.Storage.Blobs;
using Aether.Storage.Durability;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Queue;
using Aether.Storage.Quotas;

namespace Aether.Storage.Backup;

/// <summary>
/// Writes the whole store to one file while it serves, in a form that no engine owns, and reads the file again before it says so.
/// The records come from one snapshot through the same reads that serve sessions.
/// </summary>
public sealed class StoreBackup
{
    private const string Unfinished = ".part";
    private const int QueuePage = 500;
    private const int EmailPage = 200;

    private static readonly Task<IReadOnlyList<NoteRecord>> NoNotes = Task.FromResult<IReadOnlyList<NoteRecord>>([]);

    private readonly IStoreSnapshots snapshots;
    private readonly IDisk disk;
    private readonly TimeProvider clock;

    internal StoreBackup(IStoreSnapshots snapshots, IDisk disk, TimeProvider clock)
    {
        this.snapshots = snapshots;
        this.disk = disk;
        this.clock = clock;
    }

    /// <summary>Writes a backup; it is on disk, and every record of it was compared with its hash, when this returns.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    /// <exception cref="BackupException">It can't be written.</exception>
    public async Task<BackupReport> WriteAsync(string path, CancellationToken ct)
    {
        path = Path.GetFullPath(path);
        if (File.Exists(path))
            throw new BackupException($"{path} exists already.");
        string part = path + Unfinished;
        try
        {
            File.Delete(part); // of a backup that was broken off
            await WritePartAsync(part, ct);
            var report = await ReadAsync(part, ct);
            disk.Rename(part, path);
            disk.SyncFolder(Path.GetDirectoryName(path)!);
            return report;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not (BackupException or StoreUnavailableException))
        {
            throw new BackupException($"{path} can't be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Reads a backup through and compares every record with its hash.</summary>
    /// <exception cref="BackupException">It is damaged, or none.</exception>
    public async Task<BackupReport> ReadAsync(string path, CancellationToken ct)
    {
        using var file = disk.OpenRead(path) ?? throw new BackupException($"There is no {path}.");
        using var stream = new DiskStream(file, FileAccess.Read);
        using var reader = new BackupReader(stream);
        var tally = new Tally();
        while (reader.Next())
        {
            ct.ThrowIfCancellationRequested();
            tally.Count(reader.Kind, reader.Size);
            await reader.ReadBodyAsync(static _ => ValueTask.CompletedTask);
        }
        return tally.Report;
    }

    private async Task WritePartAsync(string part, CancellationToken ct)
    {
        using var file = disk.Create(part);
        using var stream = new DiskStream(file, FileAccess.Write);
        using var writer = new BackupWriter(stream);
        using var view = await snapshots.TakeAsync(ct);
        writer.Write(BackupKind.Header, new HeaderRecord(BackupWriter.Version, clock.GetUtcNow()), BackupJson.Default.HeaderRecord);
        foreach (var domain in await view.Directory.ListDomainsAsync(ct))
            writer.Write(BackupKind.Domain, new DomainRecord(domain.Name, domain.CatchAll), BackupJson.Default.DomainRecord);
        foreach (var key in await view.Directory.ListSigningKeysAsync(null, ct))
            writer.Write(BackupKind.SigningKey, new SigningKeyRecord(key.Domain, key.Selector, key.Algorithm, key.Secret, (int)key.State), BackupJson.Default.SigningKeyRecord);
        foreach (var setting in await view.Directory.ListDomainSettingsAsync(null, null, ct))
            writer.Write(BackupKind.DomainSetting, new DomainSettingRecord(setting.Domain, setting.Name, setting.Value), BackupJson.Default.DomainSettingRecord);
        await CertificateBackup.WriteAsync(writer, view, clock.GetUtcNow(), ct);
        var addresses = new BackupAddresses(view);
        await foreach (var account in view.Directory.AllAccountsAsync(null, "", ct))
            await WriteAccountAsync(writer, view, account, addresses, ct);
        await foreach (var alias in view.Directory.AllAliasesAsync(null, ct))
            writer.Write(BackupKind.Alias, new AliasRecord(alias.Name, alias.Target), BackupJson.Default.AliasRecord);
        await foreach (var former in view.Directory.AllFormerAsync(ct))
            writer.Write(BackupKind.FormerAddress, new FormerAddressRecord(former.Name, former.Since), BackupJson.Default.FormerAddressRecord);
        await foreach (var group in view.Directory.AllGroupsAsync(null, "", ct))
            writer.Write(BackupKind.Group, new GroupRecord(group.Name, group.Description, group.Members), BackupJson.Default.GroupRecord);
        await foreach (var grant in view.Directory.AllRolesAsync(ct))
            writer.Write(BackupKind.Role, new RoleRecord(grant.Address, grant.Role, grant.Domain), BackupJson.Default.RoleRecord);
        await SharingBackup.WriteAsync(writer, view, ct);
        await WriteQuotasAsync(writer, view, ct);
        await WriteSuppressionsAsync(writer, view, ct);
        await ReportBackup.WriteAsync(writer, view, ct);
        foreach (var pause in await view.Queue.ListPausesAsync(ct))
            writer.Write(BackupKind.Pause, new PauseRecord(pause.Kind, pause.Name, pause.Reason), BackupJson.Default.PauseRecord);
        await WriteQueueAsync(writer, view, ct);
        writer.Complete();
        file.Sync();
    }

    private static async Task WriteQuotasAsync(BackupWriter writer, StoreView view, CancellationToken ct)
    {
        foreach (var tenant in await view.Quotas.ListTenantsAsync(ct))
        {
            writer.Write(BackupKind.Tenant, new TenantRecord(tenant.Name, tenant.Domains), BackupJson.Default.TenantRecord);
            Write(QuotaOwner.Tenant, tenant.Name, tenant.Usage?.Limit ?? default);
        }
        foreach (var domain in await view.Directory.ListDomainsAsync(ct))
            Write(QuotaOwner.Domain, domain.Name, (await view.Quotas.FindAsync(QuotaOwner.Domain, domain.Name, ct))?.Limit ?? default);
        await foreach (var account in view.Directory.AllAccountsAsync(null, "", ct))
            Write(QuotaOwner.Account, account.Address, new QuotaLimit(account.QuotaBytes, account.QuotaMessages) { Mailboxes = account.QuotaMailboxes });

        void Write(QuotaOwner owner, string name, QuotaLimit limit)
        {
            if (!limit.IsNone)
                writer.Write(BackupKind.Quota, new QuotaRecord(owner, name, limit.Bytes, limit.Messages) { Mailboxes = limit.Mailboxes }, BackupJson.Default.QuotaRecord);
        }
    }

    private static async Task WriteAccountAsync(BackupWriter writer, StoreView view, Account account, BackupAddresses addresses, CancellationToken ct)
    {
        string secret = await view.Directory.FindSecretAsync(account.Id, ct) ?? "";
        var subscriptions = await view.Mailboxes.SubscriptionsAsync(account.Id, ct);
        writer.Write(BackupKind.Account, new AccountRecord(account.Address, secret, subscriptions)
        {
            IsDisabled = account.State is AccountState.Disabled,
            Grants = await view.Directory.ListSendGrantsAsync(account.Address, ct),
            PasswordUse = account.PasswordUse,
        }, BackupJson.Default.AccountRecord);
        foreach (var app in await view.Logins.ListAppPasswordsAsync(account.Id, ct))
            writer.Write(BackupKind.AppPassword, new AppPasswordRecord(account.Address, app.Name, app.Records, app.Sealed, app.Protocols, app.Networks, app.Created, app.Expires), BackupJson.Default.AppPasswordRecord);
        if (await view.Logins.FindSecondFactorAsync(account.Id, ct) is { } factor)
            writer.Write(BackupKind.SecondFactor, new SecondFactorRecord(account.Address, factor.Secret, factor.Codes, factor.LastStep, factor.Created), BackupJson.Default.SecondFactorRecord);
        var keywords = await view.Messages.KeywordsAsync(account.Id, ct);
        foreach (var mailbox in await view.Mailboxes.ListAsync(account.Id, ct))
        {
            writer.Write(BackupKind.Mailbox, new MailboxRecord(account.Address, mailbox.Path, (int)mailbox.Use, mailbox.Selectable, mailbox.Counters.UidValidity), BackupJson.Default.MailboxRecord);
            var noted = (await view.Annotations.MessagesOfAllAsync(account.Id, mailbox.Id, ct)).ToHashSet();
            foreach (var page in (await view.Messages.ListAsync(account.Id, mailbox.Id, ct)).Chunk(EmailPage))
                await WriteMessagesAsync(writer, view, (account, mailbox, keywords), page, uid => noted.Contains(uid) ? MessageNotes.ReadAsync(view, account.Id, mailbox.Id, uid, addresses, ct) : NoNotes, ct);
        }
    }

    private static async Task WriteMessagesAsync(BackupWriter writer, StoreView view, (Account Account, Mailbox Mailbox, KeywordTable Keywords) place, MessageRow[] rows, Func<Uid, Task<IReadOnlyList<NoteRecord>>> notesOf, CancellationToken ct)
    {
        var (account, mailbox, keywords) = place;
        var emails = (await view.Messages.ReadEmailsAsync(account.Id, Array.ConvertAll(rows, static row => row.Email), ct)).ToDictionary(email => email.Id);
        foreach (var row in rows)
        {
            var names = Enumerable.Range(KeywordTable.FirstBit, KeywordTable.LastBit - KeywordTable.FirstBit + 1).Where(bit => (row.Flags & (1L << bit)) != 0).Select(keywords.NameOf).OfType<string>();
            var record = new MessageRecord(account.Address, mailbox.Path, row.Uid.Value, (int)row.System, [.. names], row.InternalDate) { Notes = await notesOf(row.Uid) };
            using var body = emails.TryGetValue(row.Email, out var email) && !email.IsDamaged ? await TryOpenAsync(view, email.Blob, email.Prefix, ct) : null;
            if (body is null)
                writer.Write(BackupKind.Damaged, record, BackupJson.Default.MessageRecord);
            else
                await writer.WriteAsync(BackupKind.Message, record, BackupJson.Default.MessageRecord, body, ct);
        }
    }

    private async Task WriteSuppressionsAsync(BackupWriter writer, StoreView view, CancellationToken ct)
    {
        for (string after = ""; ;)
        {
            var page = await view.Suppressions.ListAsync(after, QueuePage, clock.GetUtcNow(), ct);
            foreach (var row in page)
                writer.Write(BackupKind.Suppression, new SuppressionRecord(row.Address, row.Reason, row.Until), BackupJson.Default.SuppressionRecord);
            if (page.Count < QueuePage)
                return;
            after = page[^1].Address;
        }
    }

    private static async Task WriteQueueAsync(BackupWriter writer, StoreView view, CancellationToken ct)
    {
        for (QueueId? from = null; ;)
        {
            var page = await view.Queue.ListAsync(from, QueueFilter.All, QueuePage, ct);
            foreach (var (message, recipients) in page)
            {
                var record = new QueuedRecord(message.MessageId, message.Sender, message.Envelope, (int)message.Priority, message.Expires, [.. recipients.Select(row => row.Address)])
                {
                    Wishes = [.. recipients.Select(row => new WishRecord(row.Orcpt, row.Notify, row.State is RecipientState.Held) { Route = row.Route })],
                };
                using var body = await TryOpenAsync(view, message.Blob, message.Prefix, ct);
                if (body is null)
                    writer.Write(BackupKind.Damaged, record, BackupJson.Default.QueuedRecord);
                else
                    await writer.WriteAsync(BackupKind.Queued, record, BackupJson.Default.QueuedRecord, body, ct);
            }
            if (page.Count < QueuePage)
                return;
            from = new QueueId(page[^1].Message.Id.Value + 1);
        }
    }

    /// <returns>Null: it can't be read; the operator was told.</returns>
    private static async Task<BodyReader?> TryOpenAsync(StoreView view, BlobId blob, ReadOnlyMemory<byte> prefix, CancellationToken ct)
    {
        BodyReader? body = null;
        try
        {
            body = await view.Bodies.OpenAsync(blob, prefix, ct);
            await body.CheckAsync(0, body.Size, ct);
            return body;
        }
        catch (CorruptBlobException)
        {
            body?.Dispose();
            return null;
        }
    }

    private sealed class Tally
    {
        private readonly long[] counts = new long[byte.MaxValue + 1];
        private long octets;

        public BackupReport Report => new(
            (int)counts[(int)BackupKind.Domain], (int)counts[(int)BackupKind.Account], (int)counts[(int)BackupKind.Mailbox],
            counts[(int)BackupKind.Message], counts[(int)BackupKind.Queued], octets, counts[(int)BackupKind.Damaged]);

        public void Count(BackupKind kind, long size)
        {
            counts[(int)kind]++;
            octets += size;
        }
    }
}
