using Aether.Storage.Messages;
using Aether.Testing.Servers;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Postgres;

/// <summary>A connection that breaks at COMMIT: the caller learns the truth, and nothing is stored twice.</summary>
[Trait("Engine", "own")]
public sealed class CommitOutcomeTests
{
    [Theory]
    [InlineData(CommitCut.AnswerLost)]
    [InlineData(CommitCut.CommitLost)]
    public async Task A_group_whose_commit_got_no_answer_is_stored_once_and_acknowledged(CommitCut how)
    {
        await using var proxy = new PostgresProxy(TestDatabases.Shared);
        string url = TestDatabases.NewPostgres();
        await using var node = new PostgresNode(proxy.Url(url[(url.LastIndexOf('/') + 1)..]));
        var account = await node.AddAccountAsync("ann@example.test");
        var inbox = await node.InboxAsync(account.Id);

        for (int i = 1; i <= 10; i++)
        {
            proxy.CutNextCommit(how);
            Assert.Equal(new AppendResult(MessageStatus.Done, (await node.Store.Mailboxes.CountAsync(account.Id, inbox, default))!.Value.UidValidity, new Uid((uint)i)), await node.AppendAsync(account.Id, inbox, i));
        }

        Assert.Equal(10, proxy.Cuts);
        Assert.Equal(Enumerable.Range(1, 10), await node.SubjectsAsync(account.Id, inbox));
        var counters = await node.Store.Mailboxes.CountAsync(account.Id, inbox, default);
        Assert.Equal((10, new Uid(11)), (counters!.Value.Messages, counters.Value.UidNext));
    }

    [Fact]
    public async Task A_group_whose_fate_can_not_be_learned_is_refused()
    {
        await using var proxy = new PostgresProxy(TestDatabases.Shared);
        string url = TestDatabases.NewPostgres();
        await using var node = new PostgresNode(proxy.Url(url[(url.LastIndexOf('/') + 1)..]), limits => limits with { Unknown = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(1) });
        var account = await node.AddAccountAsync("ann@example.test");
        var inbox = await node.InboxAsync(account.Id);
        await node.AppendAsync(account.Id, inbox, 1);

        proxy.IsClosed = true;
        proxy.CutNextCommit(CommitCut.AnswerLost);
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => node.AppendAsync(account.Id, inbox, 2));
        proxy.IsClosed = false;

        Assert.True(refusal.IsAway);
        Assert.Equal(1, proxy.Cuts);
    }
}
