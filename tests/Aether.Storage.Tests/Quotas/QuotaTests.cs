using Aether.Storage.Acceptance;
using Aether.Storage.Accounts;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Quotas;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Quotas;

/// <summary>Quotas of accounts, domains and tenants hold inside the operations, and their counters stay true.</summary>
public sealed class QuotaTests : IAsyncLifetime
{
    private const string Mail = "x: y\r\n\r\n0123456789\r\n"; // 20 octets

    private readonly TestStore store = new();
    private Account ann = null!;
    private Account bob = null!;

    private QuotaStore Quotas => store.Store.Quotas;

    public async ValueTask InitializeAsync()
    {
        ann = await store.AddAccountAsync("ann@one.test");
        bob = await store.AddAccountAsync("bob@two.test");
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [InlineData(QuotaOwner.Account, 40, 0)]
    [InlineData(QuotaOwner.Account, 0, 2)]
    [InlineData(QuotaOwner.Domain, 40, 0)]
    [InlineData(QuotaOwner.Domain, 0, 2)]
    [InlineData(QuotaOwner.Tenant, 40, 0)]
    [InlineData(QuotaOwner.Tenant, 0, 2)]
    public async Task A_quota_takes_what_fits_and_no_more(QuotaOwner owner, long bytes, long messages)
    {
        await SetAsync(owner, bytes, messages);
        Assert.Equal(MessageStatus.Done, await AppendAsync(ann));
        Assert.Equal(MessageStatus.Done, await AppendAsync(ann));
        Assert.Equal(MessageStatus.OverQuota, await AppendAsync(ann));
        Assert.Equal((40, 2), Used(await UsageAsync(owner)));

        await RemoveOneAsync(ann);
        Assert.Equal((20, 1), Used(await UsageAsync(owner)));
        Assert.Equal(MessageStatus.Done, await AppendAsync(ann));

        await SetAsync(owner, 0, 0);
        Assert.Equal(MessageStatus.Done, await AppendAsync(ann));
    }

    [Fact]
    public async Task An_account_has_no_more_mailboxes_than_its_own_row_says()
    {
        int there = (await store.Store.Mailboxes.ListAsync(ann.Id, default)).Count;
        await Quotas.SetAsync(QuotaOwner.Account, "ann@one.test", new QuotaLimit { Mailboxes = there + 1 }, default);

        Assert.Equal(MailboxStatus.TooMany, await store.Store.Mailboxes.CreateAsync(ann.Id, "One/Two", SpecialUse.None, default));
        Assert.Equal(MailboxStatus.Done, await store.Store.Mailboxes.CreateAsync(ann.Id, "One", SpecialUse.None, default));
        Assert.Equal(MailboxStatus.TooMany, await store.Store.Mailboxes.CreateAsync(ann.Id, "Two", SpecialUse.None, default));
        Assert.Equal(MailboxStatus.Done, await store.Store.Mailboxes.CreateAsync(bob.Id, "One/Two", SpecialUse.None, default));
        var usage = Assert.Single(await Quotas.OfAccountAsync(ann.Id, default));
        Assert.Equal((there + 1L, there + 1L), (usage.UsedMailboxes, usage.Limit.Mailboxes));
    }

    [Fact]
    public async Task Accounts_of_a_tenant_share_its_quota_over_their_domains()
    {
        await SetAsync(QuotaOwner.Tenant, 50, 0);
        await Quotas.SetDomainTenantAsync("two.test", "acme", default);

        Assert.Equal(MessageStatus.Done, await AppendAsync(ann));
        Assert.Equal(MessageStatus.Done, await AppendAsync(bob));
        Assert.Equal(MessageStatus.OverQuota, await AppendAsync(bob));

        // A domain that leaves takes what it uses along.
        await Quotas.SetDomainTenantAsync("two.test", null, default);
        Assert.Equal((20, 1), Used(await UsageAsync(QuotaOwner.Tenant)));
        Assert.Equal(MessageStatus.Done, await AppendAsync(bob));
    }

    [Fact]
    public async Task One_message_for_several_accounts_counts_for_each()
    {
        var carl = await store.AddAccountAsync("carl@one.test");
        await SetAsync(QuotaOwner.Domain, 0, 1);
        var message = await store.DraftAsync(System.Text.Encoding.ASCII.GetBytes(Mail));
        var plan = new AcceptPlan("m", [new LocalDelivery(ann.Id, null, default), new LocalDelivery(carl.Id, null, default)], null);

        var both = await store.Store.Acceptance.AcceptAsync(message, plan, default);
        var one = await store.Store.Acceptance.AcceptAsync(await store.DraftAsync(System.Text.Encoding.ASCII.GetBytes(Mail)), plan with { Local = [plan.Local[1]] }, default);

        Assert.Equal([MessageStatus.Done, MessageStatus.OverQuota], both.Local);
        Assert.True(one.IsStored);
        Assert.Equal((20, 1), Used(await UsageAsync(QuotaOwner.Domain)));
    }

    [Fact]
    public async Task A_quota_set_late_counts_what_is_there_already()
    {
        await AppendAsync(ann);
        await AppendAsync(ann);
        await SetAsync(QuotaOwner.Domain, 10, 0);

        Assert.Equal((40, 2), Used(await UsageAsync(QuotaOwner.Domain)));
        Assert.Equal(MessageStatus.OverQuota, await AppendAsync(ann));
        await RemoveOneAsync(ann); // a full account may still tidy up
        await store.Store.Directory.RemoveAccountAsync("ann@one.test", default);
        Assert.Equal((0, 0), Used(await UsageAsync(QuotaOwner.Domain)));
    }

    [Fact]
    public async Task Tenants_come_and_go()
    {
        Assert.Equal(DirectoryResult.Done, await Quotas.AddTenantAsync("acme", default));
        Assert.Equal(DirectoryResult.AlreadyExists, await Quotas.AddTenantAsync("acme", default));
        Assert.Equal(DirectoryResult.NotFound, await Quotas.SetDomainTenantAsync("one.test", "nobody", default));
        Assert.Equal(DirectoryResult.NoSuchDomain, await Quotas.SetDomainTenantAsync("nowhere.test", "acme", default));
        Assert.Equal(DirectoryResult.Done, await Quotas.SetDomainTenantAsync("one.test", "acme", default));
        Assert.Equal(["one.test"], Assert.Single(await Quotas.ListTenantsAsync(default)).Domains);
        Assert.Equal("acme", await Quotas.TenantOfAsync("one.test", default));
        Assert.Equal(DirectoryResult.NotEmpty, await Quotas.RemoveTenantAsync("acme", default));
        await Quotas.SetDomainTenantAsync("one.test", null, default);
        Assert.Equal(DirectoryResult.Done, await Quotas.RemoveTenantAsync("acme", default));
        Assert.Equal(DirectoryResult.NotFound, await Quotas.SetAsync(QuotaOwner.Tenant, "acme", new QuotaLimit(1, 1), default));
        Assert.Equal(DirectoryResult.NotFound, await Quotas.SetAsync(QuotaOwner.Account, "nobody@one.test", new QuotaLimit(1, 1), default));
    }

    [Fact]
    public async Task A_recount_sets_right_what_is_wrong_and_only_that()
    {
        await SetAsync(QuotaOwner.Domain, 1000, 0);
        await AppendAsync(ann);
        await AppendAsync(bob);
        Assert.Empty(await Quotas.RecountAsync(default));

        await store.ChangeRowsAsync("UPDATE account SET used_bytes = 7; UPDATE mailbox SET unseen = 9 WHERE msgs = 1; UPDATE quota SET used_msgs = 5");
        var repairs = await Quotas.RecountAsync(default);

        Assert.Equal(
            [("account ann@one.test mailbox INBOX unseen", 9, 1), ("account ann@one.test bytes", 7, 20), ("account bob@two.test mailbox INBOX unseen", 9, 1), ("account bob@two.test bytes", 7, 20), ("domain one.test messages", 5, 1)],
            repairs.Select(repair => (repair.Counter, (int)repair.Was, (int)repair.Is)));
        Assert.Empty(await Quotas.RecountAsync(default));
        Assert.Equal(20, (await Quotas.OfAccountAsync(ann.Id, default))[0].UsedBytes);
    }

    [Fact]
    public async Task An_account_without_a_quota_has_the_configured_one()
    {
        await using var small = new TestStore(options => options with { QuotaBytes = 1000, QuotaMessages = 1 });
        var account = await small.AddAccountAsync("ann@one.test");
        var inbox = await small.FindMailboxAsync(account.Id, Mailbox.Inbox);
        Assert.Equal(new QuotaLimit(1000, 1) { Mailboxes = 5000 }, Assert.Single(await small.Store.Quotas.OfAccountAsync(account.Id, default)).Limit);

        Assert.Equal(MessageStatus.Done, (await small.AppendAsync(account.Id, inbox.Id, Mail)).Status);
        Assert.Equal(MessageStatus.OverQuota, (await small.AppendAsync(account.Id, inbox.Id, Mail)).Status);
        await small.Store.Quotas.SetAsync(QuotaOwner.Account, "ann@one.test", new QuotaLimit(0, 2), default);
        Assert.Equal(MessageStatus.Done, (await small.AppendAsync(account.Id, inbox.Id, Mail)).Status);
    }

    private async Task SetAsync(QuotaOwner owner, long bytes, long messages)
    {
        if (owner is QuotaOwner.Tenant)
        {
            await Quotas.AddTenantAsync("acme", default);
            await Quotas.SetDomainTenantAsync("one.test", "acme", default);
        }
        Assert.Equal(DirectoryResult.Done, await Quotas.SetAsync(owner, NameOf(owner), new QuotaLimit(bytes, messages), default));
    }

    private async Task<QuotaUsage> UsageAsync(QuotaOwner owner) =>
        owner is QuotaOwner.Account ? (await Quotas.OfAccountAsync(ann.Id, default))[0] : (await Quotas.FindAsync(owner, NameOf(owner), default))!;

    private static string NameOf(QuotaOwner owner) => owner switch
    {
        QuotaOwner.Account => "ann@one.test",
        QuotaOwner.Domain => "one.test",
        _ => "acme",
    };

    private static (long, long) Used(QuotaUsage usage) => (usage.UsedBytes, usage.UsedMessages);

    private async Task<MessageStatus> AppendAsync(Account account) =>
        (await store.AppendAsync(account.Id, (await store.FindMailboxAsync(account.Id, Mailbox.Inbox)).Id, Mail)).Status;

    private async Task RemoveOneAsync(Account account)
    {
        var inbox = await store.FindMailboxAsync(account.Id, Mailbox.Inbox);
        Uid[] first = [(await store.Store.Messages.ListAsync(account.Id, inbox.Id, default))[0].Uid];
        await store.Store.Messages.SetFlagsAsync(account.Id, inbox.Id, first, new FlagChange(FlagChangeMode.Add, SystemFlags.Deleted, []), default);
        Assert.Single(await store.Store.Messages.ExpungeAsync(account.Id, inbox.Id, first, default));
    }
}
