using Aether.Storage.Changes;
using Aether.Storage.Committing;

namespace Aether.Storage.Tests.Committing;

/// <summary>The one writer: groups, the guilty one alone, back-pressure, and what happens when nobody knows what is on disk.</summary>
public sealed class CommitterTests
{
    [Fact]
    public async Task Operations_that_wait_share_one_commit()
    {
        using var engine = new FakeEngine();
        using var committer = new Committer(engine, new ChangeFeed(), 100, Fail);
        engine.Hold();
        var first = committer.RunAsync(new Note("first"), default);
        engine.AwaitHeld();
        var rest = Enumerable.Range(0, 20).Select(i => committer.RunAsync(new Note($"{i}"), default)).ToArray();
        engine.LetGo();
        await Task.WhenAll([first, .. rest]).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(2, engine.Commits);
    }

    [Fact]
    public async Task Only_the_guilty_operation_of_a_group_fails()
    {
        using var engine = new FakeEngine();
        using var committer = new Committer(engine, new ChangeFeed(), 100, Fail);
        engine.Hold();
        var first = committer.RunAsync(new Note("first"), default);
        engine.AwaitHeld();
        var good = committer.RunAsync(new Note("good"), default);
        var bad = committer.RunAsync(new Note("throw"), default);
        var alsoGood = committer.RunAsync(new Note("also good"), default);
        engine.LetGo();

        Assert.Equal(["first", "good", "also good"], await Task.WhenAll(first, good, alsoGood).WaitAsync(TimeSpan.FromSeconds(10)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        Assert.Equal(["first", "good", "also good"], engine.Committed);
    }

    [Fact]
    public async Task More_than_may_wait_is_refused_at_once()
    {
        using var engine = new FakeEngine();
        using var committer = new Committer(engine, new ChangeFeed(), 2, Fail);
        engine.Hold();
        var first = committer.RunAsync(new Note("first"), default);
        engine.AwaitHeld();
        var waiting = new[] { committer.RunAsync(new Note("1"), default), committer.RunAsync(new Note("2"), default) };

        await Assert.ThrowsAsync<StoreUnavailableException>(() => committer.RunAsync(new Note("3"), default));
        engine.LetGo();
        await Task.WhenAll([first, .. waiting]).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_full_disk_fails_the_group_and_the_next_one_works()
    {
        using var engine = new FakeEngine { CommitFailure = new StoreUnavailableException("full") };
        using var committer = new Committer(engine, new ChangeFeed(), 10, Fail);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => committer.RunAsync(new Note("1"), default));
        engine.CommitFailure = null;
        Assert.Equal("2", await committer.RunAsync(new Note("2"), default));
        Assert.Equal(["2"], engine.Committed);
    }

    [Fact]
    public async Task A_failed_sync_ends_everything_and_acknowledges_nothing()
    {
        var doubt = new TaskCompletionSource<Exception>();
        var ended = new ManualResetEventSlim(); // Never set, never disposed: the thread behind it stays where it is.
        using var engine = new FakeEngine { CommitFailure = new IOException("EIO") };
        // The real one ends the process; here the thread must end, and the caller must never be told.
        var committer = new Committer(engine, new ChangeFeed(), 10, reason =>
        {
            doubt.TrySetResult(reason);
            ended.Wait();
        });
        var pending = committer.RunAsync(new Note("1"), default);

        Assert.Equal("EIO", (await doubt.Task.WaitAsync(TimeSpan.FromSeconds(10))).Message);
        Assert.False(pending.IsCompleted);
        Assert.Empty(engine.Committed);
    }

    [Fact]
    public async Task What_a_commit_left_to_do_is_done_after_its_callers_were_told()
    {
        using var engine = new FakeEngine();
        using (var committer = new Committer(engine, new ChangeFeed(), 100, Fail))
        {
            engine.HoldSettling();
            await committer.RunAsync(new Note("told"), default).WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Equal(0, engine.Settled);
            engine.LetGo();
        }

        Assert.Equal(1, engine.Settled);
    }

    [Fact]
    public async Task It_rests_once_all_that_waits_is_done_and_goes_on_afterwards()
    {
        using var engine = new FakeEngine();
        using var committer = new Committer(engine, new ChangeFeed(), 100, Fail);
        engine.Hold();
        var first = committer.RunAsync(new Note("1"), default);
        engine.AwaitHeld();
        var second = committer.RunAsync(new Note("2"), default);
        var rest = committer.RestAsync();
        Assert.Equal(0, engine.Rests);
        engine.LetGo();

        await rest.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(first.IsCompleted && second.IsCompleted);
        Assert.Equal(1, engine.Rests);
        Assert.Equal("3", await committer.RunAsync(new Note("3"), default));
        await committer.RestAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2, engine.Rests);
    }

    private static void Fail(Exception reason) => throw new InvalidOperationException("in doubt", reason);

    private sealed record Note(string Text) : Operation<string>;

    private sealed class FakeEngine : IGroupEngine, IDisposable
    {
        private readonly ManualResetEventSlim open = new(true);
        private readonly ManualResetEventSlim held = new();
        private readonly List<string> group = [];
        private bool holdsSettling;

        public List<string> Committed { get; } = [];

        public int Commits { get; private set; }

        /// <summary>Commits that were settled.</summary>
        public int Settled { get; private set; }

        public int Rests { get; private set; }

        public Exception? CommitFailure { get; set; }

        public void Hold() => open.Reset();

        public void HoldSettling() => holdsSettling = true;

        public void AwaitHeld() => Assert.True(held.Wait(TimeSpan.FromSeconds(10)));

        public void LetGo() => open.Set();

        public void Begin()
        {
            held.Set();
            open.Wait();
        }

        public TResult Execute<TResult>(Operation<TResult> operation)
        {
            string text = ((Note)(object)operation).Text;
            if (text == "throw")
                throw new InvalidOperationException(text);
            group.Add(text);
            return (TResult)(object)text;
        }

        public void Rest() => Rests++;

        public void Settle()
        {
            open.Wait();
            Settled = Commits;
        }

        public void Commit()
        {
            if (CommitFailure is not null)
                throw CommitFailure;
            if (holdsSettling)
                open.Reset();
            Commits++;
            Committed.AddRange(group);
            group.Clear();
        }

        public GroupNews TakeNews() => new([], false);

        public void Rollback() => group.Clear();

        public void Dispose()
        {
            open.Dispose();
            held.Dispose();
        }
    }
}
