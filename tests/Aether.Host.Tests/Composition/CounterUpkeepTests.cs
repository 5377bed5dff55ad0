using Aether.Host.Composition;
using Aether.Storage.Mailboxes;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Aether.Host.Tests.Composition;

/// <summary>The server counts its messages again each night.</summary>
public sealed class CounterUpkeepTests
{
    [Theory]
    [InlineData("2026-11-22T02:59:00", "00:01:00")]
    [InlineData("2026-11-22T03:00:00", "1.00:00:00")]
    [InlineData("2026-11-22T12:00:00", "15:00:00")]
    public void The_next_night_is_meant(string now, string wait) =>
        Assert.Equal(TimeSpan.Parse(wait, System.Globalization.CultureInfo.InvariantCulture), CounterUpkeep.UntilNext(DateTimeOffset.Parse(now + "Z", System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public async Task A_wrong_counter_is_set_right_and_told()
    {
        await using var store = new TestStore();
        var ann = await store.AddAccountAsync("ann@example.test");
        await store.AppendAsync(ann.Id, (await store.FindMailboxAsync(ann.Id, Mailbox.Inbox)).Id, "x: y\r\n\r\n");
        await store.DisposeStoreAsync();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(Path.Combine(store.Folder, "aether.db"), out var db));
        using (db)
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(db, "UPDATE account SET msgs = 5"));
        store.OpenAgain();
        var log = new Lines();
        using var upkeep = new CounterUpkeep(store.Store, store.Clock, log);
        await upkeep.StartAsync(default);

        await Eventually.IsTrueAsync(() =>
        {
            store.Clock.Advance(TimeSpan.FromHours(24)); // The worker may not have looked at the clock yet.
            return log.Contains("Counter set right: account ann@example.test messages was 5, is 1");
        }, "the repair is logged");
        Assert.Equal(1, (await store.Store.Directory.FindAccountAsync("ann@example.test", default))!.Messages);
        await upkeep.StopAsync(default);
    }

    private sealed class Lines : ILogger<CounterUpkeep>
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = new();

        public bool Contains(string line) => lines.Contains(line);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Enqueue(formatter(state, exception));
    }
}
