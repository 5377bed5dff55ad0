using Aether.Protocol.Imap;
using Aether.Storage.Accounts;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Quotas;
using Aether.Storage.Sharing;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Sharing;

/// <summary>Rights on mailboxes of others, and what their readers have seen. RFC 4314.</summary>
public sealed class AclStoreTests : IAsyncLifetime
{
    private readonly TestStore store = new(options => options with { MaxAclEntries = 2 });
    private Account ann = null!;
    private Account bob = null!;

    private AclStore Acl => store.Store.Acl;

    public async ValueTask InitializeAsync()
    {
        ann = await store.AddAccountAsync("ann@example.test");
        bob = await store.AddAccountAsync("bob@example.test");
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Rights_are_given_added_taken_and_denied()
    {
        await GiveAsync("INBOX", bob.Id, AclMode.Replace, AclRights.Lookup | AclRights.Read);
        await GiveAsync("INBOX", bob.Id, AclMode.Add, AclRights.Seen | AclRights.Write);
        await GiveAsync("INBOX", bob.Id, AclMode.Remove, AclRights.Lookup);
        await GiveAsync("INBOX", null, AclMode.Replace, AclRights.Insert | AclRights.Expunge);
        await GiveAsync("INBOX", bob.Id, AclMode.Replace, AclRights.Expunge | AclRights.Write, isDenial: true);

        Assert.Equal(AclRights.Read | AclRights.Seen | AclRights.Insert, await RightsAsync("INBOX", bob));
        Assert.Equal(AclRights.All, await RightsAsync("INBOX", ann));
        Assert.Equal(
            [(null, "", AclRights.Insert | AclRights.Expunge, AclRights.None), (bob.Id, "bob@example.test", AclRights.Read | AclRights.Seen | AclRights.Write, AclRights.Expunge | AclRights.Write)],
            (await Acl.EntriesAsync(ann.Id, (await store.FindMailboxAsync(ann.Id, "INBOX")).Id, default)).Select(entry => (entry.Grantee, entry.Address, entry.Rights, entry.Denied)));
        var shared = Assert.Single(await Acl.SharedWithAsync(bob.Id, default));
        Assert.Equal(("ann@example.test", "INBOX"), (shared.Owner, shared.Mailbox.Path));
    }

    [Fact]
    public async Task Everybody_is_who_has_the_domain_or_the_tenant_of_the_owner()
    {
        var eve = await store.AddAccountAsync("eve@other.test");
        await GiveAsync("INBOX", null, AclMode.Replace, AclRights.Read);
        Assert.Equal(AclRights.None, await RightsAsync("INBOX", eve));
        Assert.False(await Acl.AreNearAsync(ann.Id, eve.Id, default));

        await store.Store.Quotas.AddTenantAsync("acme", default);
        await store.Store.Quotas.SetDomainTenantAsync("example.test", "acme", default);
        Assert.Equal(AclRights.None, await RightsAsync("INBOX", eve));
        await store.Store.Quotas.SetDomainTenantAsync("other.test", "acme", default);
        Assert.Equal(AclRights.Read, await RightsAsync("INBOX", eve));
        Assert.True(await Acl.AreNearAsync(ann.Id, eve.Id, default));
    }

    [Fact]
    public async Task An_empty_entry_goes_away_and_there_is_a_limit()
    {
        var cid = await store.AddAccountAsync("cid@example.test");
        await GiveAsync("INBOX", bob.Id, AclMode.Replace, AclRights.Read);
        await GiveAsync("INBOX", null, AclMode.Replace, AclRights.Read);
        Assert.Equal(MailboxStatus.TooMany, await SetAsync("INBOX", cid.Id, AclMode.Replace, AclRights.Read));
        await GiveAsync("INBOX", bob.Id, AclMode.Remove, AclRights.All);
        await GiveAsync("INBOX", cid.Id, AclMode.Replace, AclRights.Read);
        Assert.Equal(["", "cid@example.test"], (await Acl.EntriesAsync(ann.Id, (await store.FindMailboxAsync(ann.Id, "INBOX")).Id, default)).Select(entry => entry.Address));
        Assert.Equal(MailboxStatus.NoSuchMailbox, await Acl.SetAsync(ann.Id, new MailboxId(999_999), new AclChange(null, AclMode.Replace, AclRights.Read, false), default));
    }

    [Fact]
    public async Task A_new_mailbox_has_the_rights_of_the_one_above_and_a_deleted_one_leaves_none()
    {
        await GiveAsync("Archive", bob.Id, AclMode.Replace, AclRights.Lookup | AclRights.Read);
        await store.Store.Mailboxes.CreateAsync(ann.Id, "Archive/2026/May", SpecialUse.None, default);
        Assert.Equal(AclRights.Lookup | AclRights.Read, await RightsAsync("Archive/2026/May", bob));

        await store.Store.Mailboxes.DeleteAsync(ann.Id, "Archive/2026/May", default);
        await store.Store.Mailboxes.CreateAsync(ann.Id, "May", SpecialUse.None, default);
        Assert.Equal(AclRights.None, await RightsAsync("May", bob));
        Assert.Equal(["Archive", "Archive/2026"], (await Acl.SharedWithAsync(bob.Id, default)).Select(shared => shared.Mailbox.Path));
    }

    [Fact]
    public async Task A_removed_account_has_and_gives_nothing_any_more()
    {
        await GiveAsync("INBOX", bob.Id, AclMode.Replace, AclRights.Read);
        await store.Store.Directory.RemoveAccountAsync("bob@example.test", default);
        Assert.Empty(await Acl.EntriesAsync(ann.Id, (await store.FindMailboxAsync(ann.Id, "INBOX")).Id, default));
        var again = await store.AddAccountAsync("bob@example.test");
        Assert.Equal(AclRights.None, await RightsAsync("INBOX", again));

        await GiveAsync("INBOX", again.Id, AclMode.Replace, AclRights.Read);
        await store.Store.Directory.RemoveAccountAsync("ann@example.test", default);
        Assert.Empty(await Acl.SharedWithAsync(again.Id, default));
        await store.Store.Sweeper.SweepAsync(default);
        Assert.Empty(await Acl.SharedWithAsync(again.Id, default));
    }

    [Fact]
    public async Task What_a_reader_has_seen_is_his_own_and_moves_the_mod_sequence()
    {
        var inbox = await store.FindMailboxAsync(ann.Id, "INBOX");
        for (int i = 0; i < 3; i++)
            await store.AppendAsync(ann.Id, inbox.Id, "Subject: x\r\n\r\n");
        var before = (await store.FindMailboxAsync(ann.Id, "INBOX")).Counters.HighestModSeq;

        var changed = await Acl.SetSeenAsync(ann.Id, inbox.Id, bob.Id, [new Uid(1), new Uid(3)], SeenMark.Set, null, default);

        Assert.Equal([1u, 3u], changed.Select(change => change.Uid.Value));
        var seen = await Acl.SeenAsync(ann.Id, inbox.Id, bob.Id, default);
        Assert.Equal([true, false, true], new uint[] { 1, 2, 3 }.Select(uid => seen.Contains(new Uid(uid))));
        Assert.False((await Acl.SeenAsync(ann.Id, inbox.Id, ann.Id, default)).Contains(new Uid(1)));
        Assert.Equal(3, (await store.FindMailboxAsync(ann.Id, "INBOX")).Counters.Unseen);
        var changes = await store.Store.Messages.ChangesAsync(ann.Id, inbox.Id, before, default);
        Assert.Equal([1u, 3u], changes.Rows.Select(row => row.Uid.Value));

        // Nothing new is no change; what changed since is left alone.
        Assert.Empty(await Acl.SetSeenAsync(ann.Id, inbox.Id, bob.Id, [new Uid(1)], SeenMark.Set, null, default));
        Assert.Equal([2u], (await Acl.SetSeenAsync(ann.Id, inbox.Id, bob.Id, [new Uid(2), new Uid(3)], SeenMark.Set, before, default)).Select(change => change.Uid.Value));
        await Acl.SetSeenAsync(ann.Id, inbox.Id, bob.Id, [new Uid(1)], SeenMark.Clear, null, default);
        Assert.False((await Acl.SeenAsync(ann.Id, inbox.Id, bob.Id, default)).Contains(new Uid(1)));
    }

    [Fact]
    public async Task A_transfer_between_accounts_takes_all_or_none()
    {
        var inbox = await store.FindMailboxAsync(ann.Id, "INBOX");
        for (int i = 0; i < 3; i++)
            await store.AppendAsync(ann.Id, inbox.Id, $"Subject: {i}\r\n\r\nbody {i}\r\n", SystemFlags.Flagged);
        var rows = await store.Store.Messages.ListAsync(ann.Id, inbox.Id, default);
        var target = await store.FindMailboxAsync(bob.Id, "Archive");
        static FlagChange Flags(MessageRow row) => new(FlagChangeMode.Replace, row.System, []);

        await store.Store.Quotas.SetAsync(QuotaOwner.Account, "bob@example.test", new QuotaLimit(0, 2), default);
        Assert.Equal(MessageStatus.OverQuota, (await store.Store.Transfers.CopyAsync(ann.Id, rows, (bob.Id, target.Id), Flags, default)).Status);
        Assert.Empty(await store.Store.Messages.ListAsync(bob.Id, target.Id, default));

        await store.Store.Quotas.SetAsync(QuotaOwner.Account, "bob@example.test", new QuotaLimit(0, 3), default);
        Assert.Equal(MessageStatus.Done, (await store.Store.Transfers.CopyAsync(ann.Id, rows, (bob.Id, target.Id), Flags, default)).Status);
        var copies = await store.Store.Messages.ListAsync(bob.Id, target.Id, default);
        Assert.Equal([SystemFlags.Flagged, SystemFlags.Flagged, SystemFlags.Flagged], copies.Select(row => row.System));
        Assert.Equal(await store.ReadAllAsync(ann.Id, rows[2].Email), await store.ReadAllAsync(bob.Id, copies[2].Email));
    }

    private async Task GiveAsync(string path, AccountId? grantee, AclMode mode, AclRights rights, bool isDenial = false) =>
        Assert.Equal(MailboxStatus.Done, await SetAsync(path, grantee, mode, rights, isDenial));

    private async Task<MailboxStatus> SetAsync(string path, AccountId? grantee, AclMode mode, AclRights rights, bool isDenial = false) =>
        await Acl.SetAsync(ann.Id, (await store.FindMailboxAsync(ann.Id, path)).Id, new AclChange(grantee, mode, rights, isDenial), default);

    private async Task<AclRights> RightsAsync(string path, Account reader) => await Acl.RightsAsync(ann.Id, (await store.FindMailboxAsync(ann.Id, path)).Id, reader.Id, default);
}
