using System.Text;
using Aether.Protocol.Imap;
using Aether.Storage.Acceptance;
using Aether.Storage.Accounts;
using Aether.Storage.Annotations;
using Aether.Storage.Backup;
using Aether.Storage.Envelopes;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Queue;
using Aether.Storage.Quotas;
using Aether.Storage.Reports;
using Aether.Storage.Sharing;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Backup;

/// <summary>A backup of a store in use, and what is brought back from it: all, one account, one folder. Case O04.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private readonly TestStore store = new();
    private readonly TestStore other = new();
    private AccountId account;
    private MailboxId inbox;

    private string File => Path.Combine(store.Folder, "store.backup");

    public async ValueTask InitializeAsync()
    {
        account = (await store.AddAccountAsync("ann@example.test", "secret of ann")).Id;
        await store.AddAccountAsync("bob@example.test", "secret of bob");
        await store.Store.Directory.AddAliasAsync("info@example.test", "ann@example.test", default);
        await store.Store.Groups.AddAsync("team@example.test", "the team", default);
        await store.Store.Groups.AddMemberAsync("team@example.test", "ann@example.test", default);
        await store.Store.Groups.AddMemberAsync("team@example.test", "x@far.test", default);
        await store.Store.Directory.AddSendGrantAsync("bob@example.test", "*@example.test", default);
        await store.Store.Roles.AddAsync(new RoleGrant("bob@example.test", "domain-admin", "example.test"), default);
        inbox = (await store.FindMailboxAsync(account, Mailbox.Inbox)).Id;
        await store.Store.Mailboxes.CreateAsync(account, "Work/2026", SpecialUse.None, default);
        await store.Store.Mailboxes.SubscribeAsync(account, "Work/2026", SubscriptionChange.Subscribe, default);
        await store.AppendAsync(account, inbox, "Subject: small\r\n\r\nhello\r\n", SystemFlags.Seen | SystemFlags.Flagged, "$Work");
        await store.AppendAsync(account, inbox, "Subject: large\r\n\r\n" + Convert.ToBase64String(Noise(600_000)) + "\r\n");
        await store.AppendAsync(account, (await store.FindMailboxAsync(account, "Work/2026")).Id, "Subject: filed\r\n\r\n");
        var message = await store.DraftAsync("Subject: delivered\r\n\r\n"u8.ToArray());
        var queued = new QueueEntry("ann@example.test", "Received: here\r\n"u8.ToArray(), new QueueEnvelope("8BITMIME"), QueuePriority.High, store.Clock.GetUtcNow().AddDays(5), [new QueueRecipient("eve@far.test", "far.test", "rfc822;old@far.test", "SUCCESS,DELAY")]);
        await store.Store.Acceptance.AcceptAsync(message, new AcceptPlan("id1", [new LocalDelivery(account, null, "Delivered-To: ann\r\n"u8.ToArray())], queued), default);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task Rights_and_annotations_come_back_to_those_who_are_there()
    {
        var bob = (await store.Store.Directory.FindAccountAsync("bob@example.test", default))!.Id;
        var work = (await store.FindMailboxAsync(account, "Work/2026")).Id;
        await GiveAsync(bob, AclRights.Lookup | AclRights.Read | AclRights.Expunge, isDenial: false);
        await GiveAsync(bob, AclRights.Expunge, isDenial: true);
        await GiveAsync(null, AclRights.Lookup, isDenial: false);
        await NoteAsync(work, new MetadataChange("/comment", null, "ours"u8.ToArray()));
        await NoteAsync(work, new MetadataChange("/comment", bob, "bob's"u8.ToArray()));
        await NoteAsync(null, new MetadataChange("/vendor/x", account, new byte[] { 0, 255 }));
        await WriteAnewAsync();

        await other.Store.Restore.ReadAsync(File, new RestoreScope(), default);

        var ann = (await other.Store.Directory.FindAccountAsync("ann@example.test", default))!.Id;
        var newBob = (await other.Store.Directory.FindAccountAsync("bob@example.test", default))!.Id;
        var box = (await other.FindMailboxAsync(ann, "Work/2026")).Id;
        Assert.Equal(AclRights.Lookup | AclRights.Read, await other.Store.Acl.RightsAsync(ann, box, newBob, default));
        Assert.Equal(
            [new AclEntry(null, "", AclRights.Lookup, AclRights.None), new AclEntry(newBob, "bob@example.test", AclRights.Lookup | AclRights.Read | AclRights.Expunge, AclRights.Expunge)],
            await other.Store.Acl.EntriesAsync(ann, box, default));
        Assert.Equal([(null, "ours"), (newBob, "bob's")], (await other.Store.Metadata.ListAsync(ann, box, newBob, default)).Select(entry => (entry.Reader, Encoding.UTF8.GetString(entry.Value.Span))));
        Assert.Equal(new byte[] { 0, 255 }, Assert.Single(await other.Store.Metadata.ListAsync(ann, null, ann, default)).Value.ToArray());

        async Task GiveAsync(AccountId? grantee, AclRights rights, bool isDenial) =>
            Assert.Equal(MailboxStatus.Done, await store.Store.Acl.SetAsync(account, work, new AclChange(grantee, AclMode.Replace, rights, isDenial), default));
        async Task NoteAsync(MailboxId? mailbox, MetadataChange change) => Assert.Equal(MailboxStatus.Done, await store.Store.Metadata.SetAsync(account, mailbox, [change], 10, default));
    }

    [Fact]
    public async Task What_is_noted_on_messages_comes_back_with_them()
    {
        var bob = (await store.Store.Directory.FindAccountAsync("bob@example.test", default))!.Id;
        var work = (await store.FindMailboxAsync(account, "Work/2026")).Id;
        var uid = (await store.Store.Messages.ListAsync(account, work, default))[0].Uid;
        MetadataChange[] notes = [new("/comment", null, "ours"u8.ToArray()), new("/comment", account, "mine"u8.ToArray()), new("/Comment", bob, new byte[] { 0, 255 })];
        Assert.Equal(MailboxStatus.Done, (await store.Store.Annotations.SetAsync(account, work, [uid], notes, 10, null, default)).Status);
        await WriteAnewAsync();

        await other.Store.Restore.ReadAsync(File, new RestoreScope(), default);

        var ann = (await other.Store.Directory.FindAccountAsync("ann@example.test", default))!.Id;
        var newBob = (await other.Store.Directory.FindAccountAsync("bob@example.test", default))!.Id;
        var box = (await other.FindMailboxAsync(ann, "Work/2026")).Id;
        var copy = (await other.Store.Messages.ListAsync(ann, box, default))[0].Uid;
        Assert.Equal([("/comment", null, "ours"), ("/comment", ann, "mine")], (await other.Store.Annotations.ListAsync(ann, box, copy, ann, default)).Select(note => (note.Name, note.Reader, Encoding.UTF8.GetString(note.Value.Span))));
        Assert.Equal(new byte[] { 0, 255 }, Assert.Single(await other.Store.Annotations.ListAsync(ann, box, copy, newBob, default), static note => note.Reader is not null).Value.ToArray());
        Assert.Empty(Directory.GetFiles(other.Folder, "restore-*")); // where Bob's note waited for him
    }

    [Fact]
    public async Task An_account_that_is_there_keeps_its_rights_and_annotations()
    {
        await store.Store.Metadata.SetAsync(account, null, [new MetadataChange("/comment", account, "old"u8.ToArray())], 10, default);
        await WriteAnewAsync();
        await store.Store.Metadata.SetAsync(account, null, [new MetadataChange("/comment", account, "new"u8.ToArray())], 10, default);

        await store.Store.Restore.ReadAsync(File, new RestoreScope(), default);

        Assert.Equal("new", Encoding.UTF8.GetString(Assert.Single(await store.Store.Metadata.ListAsync(account, null, account, default)).Value.Span));
    }

    [Fact] // Case A13: else a restore would open to the catch-all what is kept from it.
    public async Task Former_addresses_come_back_with_their_age()
    {
        var kept = TimeSpan.FromDays(90);
        await store.Store.Directory.RemoveAccountAsync("bob@example.test", default);
        store.Clock.Advance(TimeSpan.FromDays(60));
        await store.Store.Directory.RemoveAliasAsync("info@example.test", null, default);
        await store.Store.Backup.WriteAsync(File, default);
        other.Clock.Advance(TimeSpan.FromDays(60));

        await other.Store.Restore.ReadAsync(File, new RestoreScope(), default);

        Assert.True(await IsFormerAsync("bob@example.test"));
        Assert.True(await IsFormerAsync("info@example.test"));
        Assert.False(await IsFormerAsync("ann@example.test"));
        other.Clock.Advance(TimeSpan.FromDays(31));
        Assert.False(await IsFormerAsync("bob@example.test"));
        Assert.True(await IsFormerAsync("info@example.test"));

        // An account alone brings nothing of others.
        await using var third = new TestStore();
        await third.Store.Directory.AddDomainAsync("example.test", null, default);
        await third.Store.Restore.ReadAsync(File, new RestoreScope("ann@example.test"), default);
        Assert.False(await third.Store.Directory.IsFormerAsync("bob@example.test", kept, default));

        ValueTask<bool> IsFormerAsync(string address) => other.Store.Directory.IsFormerAsync(address, kept, default);
    }

    [Fact]
    public async Task Tenants_and_quotas_come_back_behind_the_mail_that_they_would_keep_out()
    {
        var tight = new QuotaLimit(10, 1);
        await store.Store.Quotas.AddTenantAsync("acme", default);
        await store.Store.Quotas.SetDomainTenantAsync("example.test", "acme", default);
        await store.Store.Quotas.SetAsync(QuotaOwner.Tenant, "acme", tight, default);
        await store.Store.Quotas.SetAsync(QuotaOwner.Domain, "example.test", tight, default);
        await store.Store.Quotas.SetAsync(QuotaOwner.Account, "ann@example.test", tight with { Mailboxes = 70 }, default);
        await store.Store.Backup.WriteAsync(File, default);

        var read = await other.Store.Restore.ReadAsync(File, new RestoreScope(), default);

        Assert.Equal((4L, 0L), (read.Messages, read.Refused));
        var ann = (await other.Store.Directory.FindAccountAsync("ann@example.test", default))!;
        var usage = await other.Store.Quotas.OfAccountAsync(ann.Id, default);
        Assert.Equal([(QuotaOwner.Account, tight with { Mailboxes = 70 }), (QuotaOwner.Domain, tight), (QuotaOwner.Tenant, tight)], usage.Select(quota => (quota.Owner, quota.Limit)));
        Assert.All(usage, quota => Assert.Equal(4, quota.UsedMessages));
    }

    [Fact]
    public async Task A_whole_store_comes_back_into_an_empty_one()
    {
        var written = await store.Store.Backup.WriteAsync(File, default);
        Assert.Equal((1, 2, 4L, 1L, 0L), (written.Domains, written.Accounts, written.Messages, written.Queued, written.Damaged));

        var read = await other.Store.Restore.ReadAsync(File, new RestoreScope(Queue: true), default);

        Assert.Equal(written with { Damaged = 0 }, read with { Domains = written.Domains, Accounts = written.Accounts, Mailboxes = written.Mailboxes });
        Assert.Equal(await DescribeAsync(store.Store), await DescribeAsync(other.Store));
        Assert.Equal("secret of bob", await other.Store.Directory.FindSecretAsync((await other.Store.Directory.FindAccountAsync("bob@example.test", default))!.Id, default));
        Assert.Equal(["ann@example.test"], await other.Store.Directory.FindAliasTargetsAsync("info@example.test", default));
        Assert.Equal(["ann@example.test", "x@far.test"], await other.Store.Groups.FindMembersAsync("team@example.test", default));
        Assert.Equal(new RoleGrant("bob@example.test", "domain-admin", "example.test"), Assert.Single(await other.Store.Roles.ListAllAsync(default).ToArrayAsync()));
        Assert.Equal(["*@example.test"], await other.Store.Directory.ListSendGrantsAsync("bob@example.test", default));
        var queued = Assert.Single(await other.Store.Queue.ListAsync(null, 10, default));
        Assert.Equal(("ann@example.test", QueuePriority.High, "8BITMIME"), (queued.Message.Sender, queued.Message.Priority, queued.Message.Envelope.Body));
        Assert.Equal(("rfc822;old@far.test", "SUCCESS,DELAY"), (queued.Recipients[0].Orcpt, queued.Recipients[0].Notify)); // RFC 3461: what a sender asked for outlives a restore
        Assert.Empty((await other.Store.Verifier.VerifyAsync(default)).Findings);
    }

    [Fact]
    public async Task What_an_operator_did_with_the_queue_comes_back()
    {
        await store.Store.Suppressions.AddAsync("gone@far.test", "550 nobody", TimeSpan.FromDays(7), default);
        await store.Store.Suppressions.AddAsync("soon@far.test", "550 nobody", TimeSpan.FromDays(1), default);
        await store.Store.Queue.PauseAsync(PauseKind.Domain, "slow.test", "they asked", default);
        await store.Store.Queue.ChangeAsync(new QueueChange(QueueFilter.All) { Route = "smtp://relay.test:25" }, default);
        var report = new ReceivedReport(0, ReportKind.Dmarc, "example.test", "Far", "r1", store.Clock.GetUtcNow(), store.Clock.GetUtcNow(), store.Clock.GetUtcNow(), "a@far.test", 1, 2, "{}") { Verified = "far.test" };
        ReportSource[] sources = [new("192.0.2.1", "example.test", "far.test", "", 3, 0, 0, 1)];
        await store.Store.Reports.AddAsync(report, sources, default);
        await store.Store.Reports.AddAsync(report with { Kind = ReportKind.Tls }, [], default);
        await store.Store.Backup.WriteAsync(File, default);
        other.Clock.Advance(TimeSpan.FromDays(2));

        await other.Store.Restore.ReadAsync(File, new RestoreScope(), default);
        Assert.Empty(await other.Store.Queue.ListPausesAsync(default)); // they are the queue's, which was not asked for
        await other.Store.Restore.ReadAsync(File, new RestoreScope(Queue: true), default);

        var received = Assert.Single(await other.Store.Reports.ListAsync(ReportKind.Dmarc, null, null, 10, default));
        Assert.Equal(report with { Id = received.Id }, received);
        Assert.Equal(sources, await other.Store.Reports.ListSourcesAsync(received.Id, default));
        Assert.Single(await other.Store.Reports.ListAsync(ReportKind.Tls, null, null, 10, default));
        var suppressed = Assert.Single(await other.Store.Suppressions.ListAsync("", 10, default));
        Assert.Equal(("gone@far.test", "550 nobody", store.Clock.GetUtcNow().AddDays(7)), (suppressed.Address, suppressed.Reason, suppressed.Until));
        var pause = Assert.Single(await other.Store.Queue.ListPausesAsync(default));
        Assert.Equal((PauseKind.Domain, "slow.test", "they asked"), (pause.Kind, pause.Name, pause.Reason));
        Assert.Equal("smtp://relay.test:25", Assert.Single(await other.Store.Queue.ListAsync(null, 10, default)).Recipients[0].Route);
    }

    [Fact]
    public async Task Mailboxes_brought_back_have_another_uidvalidity()
    {
        await store.Store.Backup.WriteAsync(File, default);
        other.Clock.Advance(TimeSpan.FromDays(1));
        await other.Store.Restore.ReadAsync(File, new RestoreScope(), default);

        var ann = (await other.Store.Directory.FindAccountAsync("ann@example.test", default))!.Id;
        var before = await store.Store.Mailboxes.ListAsync(account, default);
        var after = await other.Store.Mailboxes.ListAsync(ann, default);
        Assert.Empty(before.Select(mailbox => mailbox.Counters.UidValidity).Intersect(after.Select(mailbox => mailbox.Counters.UidValidity)));
    }

    [Fact]
    public async Task One_folder_of_an_account_that_is_there_comes_into_a_folder_of_its_own()
    {
        await store.Store.Backup.WriteAsync(File, default);
        string before = await DescribeAsync(store.Store);

        var read = await store.Store.Restore.ReadAsync(File, new RestoreScope("ann@example.test", "Work"), default);

        Assert.Equal((1, 1L), (read.Accounts, read.Messages));
        var restored = await store.FindMailboxAsync(account, "Restored 2026-11-22/Work/2026");
        Assert.Equal(1, restored.Counters.Messages);
        await store.Store.Mailboxes.DeleteAsync(account, restored.Path, default);
        await store.Store.Mailboxes.DeleteAsync(account, "Restored 2026-11-22/Work", default);
        await store.Store.Mailboxes.DeleteAsync(account, "Restored 2026-11-22", default);
        Assert.Equal(before, await DescribeAsync(store.Store));
    }

    [Fact]
    public async Task What_comes_in_while_it_is_written_is_whole_or_absent()
    {
        using var over = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            for (int i = 0; !over.IsCancellationRequested; i++)
                await store.AppendAsync(account, inbox, $"Subject: {i}\r\n\r\n{new string('x', i % 3 == 0 ? 100_000 : 10)}\r\n", SystemFlags.Deleted);
        });
        BackupReport written;
        do
            written = await WriteAnewAsync();
        while (written.Messages < 10);
        await over.CancelAsync();
        await load;

        Assert.Equal(0, written.Damaged);
        var read = await other.Store.Restore.ReadAsync(File, new RestoreScope(), default);
        Assert.Equal(written.Messages, read.Messages);
        Assert.Empty((await other.Store.Verifier.VerifyAsync(default)).Findings);
    }

    [Fact]
    public async Task A_damaged_message_is_counted_and_the_rest_is_saved()
    {
        string segment = Assert.Single(Directory.GetFiles(Path.Combine(store.Folder, "segments")));
        using (var file = new FileStream(segment, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = 2000;
            file.Write("damage"u8);
        }

        var written = await store.Store.Backup.WriteAsync(File, default);

        Assert.Equal((3L, 1L), (written.Messages, written.Damaged));
    }

    [Fact]
    public async Task A_flipped_bit_of_a_backup_is_noticed_or_changes_nothing()
    {
        await store.Store.Backup.WriteAsync(File, default);
        byte[] sound = await System.IO.File.ReadAllBytesAsync(File);
        var random = new Random(5);
        for (int i = 0; i < 200; i++)
        {
            byte[] octets = (byte[])sound.Clone();
            octets[random.Next(octets.Length)] ^= (byte)(1 << random.Next(8));
            await System.IO.File.WriteAllBytesAsync(File, octets);
            await AssertRefusedOrSameAsync();
        }
    }

    [Fact]
    public async Task A_backup_that_was_broken_off_is_noticed_wherever_it_ends()
    {
        await store.Store.Backup.WriteAsync(File, default);
        byte[] sound = await System.IO.File.ReadAllBytesAsync(File);
        var random = new Random(6);
        for (int i = 0; i < 100; i++)
        {
            await System.IO.File.WriteAllBytesAsync(File, sound[..random.Next(sound.Length - 8)]);
            await Assert.ThrowsAsync<BackupException>(() => store.Store.Backup.ReadAsync(File, default));
        }
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_written_over()
    {
        await System.IO.File.WriteAllTextAsync(File, "mine");

        await Assert.ThrowsAsync<BackupException>(() => store.Store.Backup.WriteAsync(File, default));
        Assert.Equal("mine", await System.IO.File.ReadAllTextAsync(File));
    }

    [Fact]
    public async Task A_backup_is_for_its_owner_alone()
    {
        await store.Store.Backup.WriteAsync(File, default);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public async Task What_is_not_in_it_is_said_so()
    {
        await store.Store.Backup.WriteAsync(File, default);
        await Assert.ThrowsAsync<BackupException>(() => other.Store.Restore.ReadAsync(File, new RestoreScope("nobody@example.test"), default));
        await Assert.ThrowsAsync<BackupException>(() => other.Store.Restore.ReadAsync(File + ".no", new RestoreScope(), default));
    }

    [Fact]
    public async Task More_accounts_than_a_page_are_written()
    {
        string[] names = [.. Enumerable.Range(0, DirectoryPages.Size + 10).Select(static number => $"u{number:0000}@example.test")];
        await Task.WhenAll(names.Select(name => store.Store.Directory.AddAccountAsync(name, "s", 0, default)));
        Assert.Equal(2 + names.Length, (await WriteAnewAsync()).Accounts);
        var report = await other.Store.Restore.ReadAsync(File, new RestoreScope(names[^1]), default);
        Assert.Equal(1, report.Accounts);
    }

    private async Task<BackupReport> WriteAnewAsync()
    {
        System.IO.File.Delete(File);
        return await store.Store.Backup.WriteAsync(File, default);
    }

    /// <summary>A zstd stream has bits without meaning: a flip there changes nothing that is read.</summary>
    private async Task AssertRefusedOrSameAsync()
    {
        try
        {
            var report = await store.Store.Backup.ReadAsync(File, default);
            Assert.Equal((4L, 1L), (report.Messages, report.Queued));
        }
        catch (BackupException)
        {
            // Noticed.
        }
    }

    /// <summary>All that a backup has to keep: everything but ids, UIDVALIDITY and mod-sequences.</summary>
    private static async Task<string> DescribeAsync(MailStore store)
    {
        var text = new StringBuilder();
        await foreach (var owner in store.Directory.ListAccountsAsync(null, "", default))
        {
            text.Append(owner.Address).AppendLine();
            var keywords = await store.Messages.KeywordsAsync(owner.Id, default);
            foreach (var mailbox in await store.Mailboxes.ListAsync(owner.Id, default))
            {
                text.Append(mailbox.Path).Append(' ').Append(mailbox.Use).AppendLine();
                var rows = await store.Messages.ListAsync(owner.Id, mailbox.Id, default);
                var emails = await store.Messages.ReadEmailsAsync(owner.Id, rows.Select(row => row.Email).ToArray(), default);
                foreach (var (row, email) in rows.Zip(emails))
                {
                    using var body = await store.Messages.OpenBodyAsync(email, default);
                    text.Append(row.System).Append(' ').Append((row.Flags & keywords.MaskOf("$Work")) > 0).Append(' ').Append(row.InternalSeconds).Append(' ').Append(row.Size)
                        .Append(' ').Append(await Crashes.StoreSnapshot.HashAsync(body)).AppendLine();
                }
            }
            text.AppendJoin(' ', await store.Mailboxes.SubscriptionsAsync(owner.Id, default)).AppendLine();
        }
        return text.ToString();
    }

    private static byte[] Noise(int size)
    {
        byte[] octets = new byte[size];
        new Random(size).NextBytes(octets);
        return octets;
    }
}
