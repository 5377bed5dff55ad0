using Aether.Storage.Messages;
using Aether.Storage.Quotas;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Postgres;

/// <summary>A quota that accounts share holds to the message, whichever nodes and writers their mail comes through.</summary>
[Trait("Engine", "own")]
public sealed class SharedQuotaTests
{
    private const int Accounts = 6;

    [Fact]
    public async Task Two_nodes_together_let_in_what_a_domain_may_store_and_no_more()
    {
        const int Allowed = 40;
        string url = TestDatabases.NewPostgres();
        await using var one = new PostgresNode(url);
        await using var two = new PostgresNode(url);
        var inboxes = await AddAccountsAsync(one, "one.test");
        await one.Store.Quotas.SetAsync(QuotaOwner.Domain, "one.test", new QuotaLimit(0, Allowed), default);

        var results = await Task.WhenAll(Enumerable.Range(0, 90).Select(i => AppendAsync(i % 2 == 0 ? one : two, inboxes[i % Accounts], i)));

        Assert.Equal(Allowed, results.Count(status => status is MessageStatus.Done));
        Assert.Equal(results.Length - Allowed, results.Count(status => status is MessageStatus.OverQuota));
        Assert.Equal(Allowed, (await two.Store.Quotas.FindAsync(QuotaOwner.Domain, "one.test", default))!.UsedMessages);
        Assert.Empty(await two.Store.Quotas.RecountAsync(default));
    }

    [Fact]
    public async Task A_quota_set_while_mail_comes_in_counts_all_of_it()
    {
        string url = TestDatabases.NewPostgres();
        await using var one = new PostgresNode(url);
        await using var two = new PostgresNode(url);
        var first = await AddAccountsAsync(one, "one.test");
        var second = await AddAccountsAsync(one, "two.test");
        await one.Store.Quotas.AddTenantAsync("acme", default);

        var mail = Enumerable.Range(0, 120).Select(i => AppendAsync(i % 2 == 0 ? one : two, (i % 4 < 2 ? first : second)[i % Accounts], i)).ToList();
        foreach (string domain in (string[])["one.test", "two.test"])
        {
            await two.Store.Quotas.SetAsync(QuotaOwner.Domain, domain, new QuotaLimit(1 << 30, 0), default);
            await one.Store.Quotas.SetAsync(QuotaOwner.Tenant, "acme", new QuotaLimit(1 << 30, 0), default);
            await two.Store.Quotas.SetDomainTenantAsync(domain, "acme", default);
        }
        await one.Store.Quotas.SetDomainTenantAsync("one.test", null, default);
        Assert.All(await Task.WhenAll(mail), status => Assert.Equal(MessageStatus.Done, status));

        Assert.Empty(await one.Store.Quotas.RecountAsync(default));
        Assert.Equal(60, (await one.Store.Quotas.FindAsync(QuotaOwner.Domain, "one.test", default))!.UsedMessages);
        Assert.Equal(60, (await one.Store.Quotas.FindAsync(QuotaOwner.Tenant, "acme", default))!.UsedMessages);
    }

    private static async Task<List<(AccountId Account, MailboxId Inbox)>> AddAccountsAsync(PostgresNode node, string domain)
    {
        var all = new List<(AccountId, MailboxId)>();
        for (int i = 0; i < Accounts; i++)
        {
            var account = (await node.AddAccountAsync($"user{i}@{domain}")).Id;
            all.Add((account, await node.InboxAsync(account)));
        }
        return all;
    }

    private static async Task<MessageStatus> AppendAsync(PostgresNode node, (AccountId Account, MailboxId Inbox) to, int subject) =>
        (await node.AppendAsync(to.Account, to.Inbox, subject)).Status;
}
