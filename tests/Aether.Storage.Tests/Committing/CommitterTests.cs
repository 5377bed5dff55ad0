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

    [Fact]
    public async Task Who_comes_alone_again_and_again_writes_in_his_own_thread()
    {
        using var engine = new FakeEngine();
        using var committer = new Committer(engine, new ChangeFeed(), 100, Fail);
        await RunAloneAsync(committer);
        int before = engine.Commits;

        var soon = committer.RunSoonAsync(new Note("soon"), default);
        Assert.True(soon.IsCompletedSuccessfully);
        Assert.Equal("soon", await soon);
        Assert.Equal(Environment.CurrentManagedThreadId, engine.Writer);
        await Assert.ThrowsAsync<InvalidOperationException>(() => committer.RunSoonAsync(new Note("throw"), default));

        await committer.RunAsync(new Note("not so"), default);
        Assert.NotEqual(Environment.CurrentManagedThreadId, engine.Writer);
        Assert.Equal(before + 2, engine.Commits);
    }

    [Fact]
    public async Task A_slow_disk_or_many_octets_hold_up_nobody_but_the_committing_thread()
    {
        using var engine = new FakeEngine();
        using var committer = new Committer(engine, new ChangeFeed(), 100, Fail);
        await RunAloneAsync(committer);
        await committer.RunSoonAsync(new Note("large") { Octets = 1 << 20 }, default);
        Assert.NotEqual(Environment.CurrentManagedThreadId, engine.Writer);

        engine.CommitTime = TimeSpan.FromMilliseconds(20);
        await committer.RunAsync(new Note("slow"), default);
        await committer.RunSoonAsync(new Note("soon"), default);
        Assert.NotEqual(Environment.CurrentManagedThreadId, engine.Writer);
    }

    [Fact]
    public async Task What_comes_while_somebody_writes_in_place_shares_the_next_commit()
    {
        using var engine = new FakeEngine();
        using var committer = new Committer(engine, new ChangeFeed(), 100, Fail);
        await RunAloneAsync(committer);
        int before = engine.Commits;
        engine.Hold();
        var inPlace = Task.Run(() => committer.RunSoonAsync(new Note("in place"), default));
        engine.AwaitHeld();
        var rest = Enumerable.Range(0, 20).Select(i => committer.RunSoonAsync(new Note($"{i}"), default)).ToArray();
        Assert.DoesNotContain(rest, static task => task.IsCompleted);
        engine.LetGo();
        await Task.WhenAll([inPlace, .. rest]).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(before + 2, engine.Commits);
    }

    [Fact]
    public async Task Two_never_write_at_a_time_and_nobody_is_forgotten()
    {
        const int Each = 300;
        using var engine = new FakeEngine();
        var committer = new Committer(engine, new ChangeFeed(), 100, Fail);
        await RunAloneAsync(committer);
        int before = engine.Committed.Count;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async number =>
        {
            for (int i = 0; i < Each; i++)
            {
                string text = $"{number} {i}";
                Assert.Equal(text, await (number < 4 ? committer.RunSoonAsync(new Note(text), default) : committer.RunAsync(new Note(text), default)));
                if (i % 100 == 0)
                    await committer.RestAsync();
                if (number > 0)
                    await Task.Delay(i % 7 / 6);
            }
        })).WaitAsync(TimeSpan.FromSeconds(60));
        await committer.DisposeAsync();

        Assert.False(engine.WasSharedByTwo);
        Assert.Equal(before + (6 * Each), engine.Committed.Count);
        Assert.Equal(engine.Commits, engine.Settled);
    }

    /// <summary>So often that the committer has seen that nobody else is there; the last settling is over when it rests.</summary>
    private static async Task RunAloneAsync(Committer committer)
    {
        for (int i = 0; i < 20; i++)
        {
            await committer.RunAsync(new Note("alone"), default);
            await committer.RestAsync();
        }
    }

    private static void Fail(Exception reason) => throw new InvalidOperationException("in doubt", reason);

    private sealed record Note(string Text) : Operation<string>
    {
        public int Octets { get; init; }

        public override int Bytes => Octets;
    }

    private sealed class FakeEngine : IGroupEngine, IDisposable
    {
        private readonly ManualResetEventSlim open = new(true);
        private readonly ManualResetEventSlim held = new();
        private readonly ManualResetEventSlim never = new();
        private readonly List<string> group = [];
        private bool holdsSettling;
        private int writers;

        public List<string> Committed { get; } = [];

        public int Commits { get; private set; }

        /// <summary>Commits that were settled.</summary>
        public int Settled { get; private set; }

        public int Rests { get; private set; }

        public bool MustSettle => Settled < Commits;

        public Exception? CommitFailure { get; set; }

        /// <summary>What a commit takes.</summary>
        public TimeSpan CommitTime { get; set; }

        /// <summary>The thread that committed last.</summary>
        public int Writer { get; private set; }

        public bool WasSharedByTwo { get; private set; }

        public void Hold()
        {
            held.Reset();
            open.Reset();
        }

        public void HoldSettling() => holdsSettling = true;

        public void AwaitHeld() => Assert.True(held.Wait(TimeSpan.FromSeconds(10)));

        public void LetGo() => open.Set();

        public void Begin()
        {
            WasSharedByTwo |= Interlocked.Increment(ref writers) > 1;
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
            if (CommitTime > TimeSpan.Zero)
                never.Wait(CommitTime);
            Interlocked.Decrement(ref writers);
            Writer = Environment.CurrentManagedThreadId;
            if (holdsSettling)
                open.Reset();
            Commits++;
            Committed.AddRange(group);
            group.Clear();
        }

        public GroupNews TakeNews() => new([], false);

        public void Rollback()
        {
            Interlocked.Decrement(ref writers);
            group.Clear();
        }

        public void Dispose()
        {
            open.Dispose();
            never.Dispose();
            held.Dispose();
        }
    }
}
