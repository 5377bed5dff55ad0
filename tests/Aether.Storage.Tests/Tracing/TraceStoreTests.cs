using Aether.Storage.Tracing;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Tracing;

/// <summary>Where a message came from and where it went, for those who ask.</summary>
public sealed class TraceStoreTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestStore store = new();

    public ValueTask InitializeAsync()
    {
        Note("m1", 0, TraceKind.Accepted, "ann@example.test", "Dora@far.test");
        Note("m2", 1, TraceKind.Accepted, "", "bob@example.test");
        Note("m1", 2, TraceKind.Deferred, "ann@example.test", "Dora@far.test");
        Note("m1", 3, TraceKind.Delivered, "ann@example.test", "Dora@far.test");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Steps_are_found_by_message_address_and_time_the_latest_first()
    {
        var start = store.Clock.GetUtcNow();
        Assert.Equal([TraceKind.Delivered, TraceKind.Deferred, TraceKind.Accepted], await FindAsync(new TraceQuery("m1", null, null, null, 10)));
        Assert.Equal(3, (await FindAsync(new TraceQuery(null, "dora@FAR.test", null, null, 10))).Count);
        Assert.Equal(3, (await FindAsync(new TraceQuery(null, "ann@example.test", null, null, 10))).Count);
        Assert.Empty(await FindAsync(new TraceQuery("m2", "ann@example.test", null, null, 10)));
        Assert.Equal([TraceKind.Deferred, TraceKind.Accepted], await FindAsync(new TraceQuery(null, null, start.AddSeconds(1), start.AddSeconds(3), 10)));
        Assert.Equal([TraceKind.Delivered], await FindAsync(new TraceQuery(null, null, null, null, 1)));
    }

    [Fact]
    public async Task What_is_just_being_written_is_found_too()
    {
        Assert.Equal(4, (await FindAsync(new TraceQuery(null, null, null, null, 100))).Count);
        for (int round = 0; round < 50; round++)
        {
            Note($"r{round}", round, TraceKind.Accepted, "ann@example.test", "dora@far.test");
            store.Clock.Advance(TimeSpan.FromSeconds(1)); // the timer takes it in hand
            Assert.Single(await FindAsync(new TraceQuery($"r{round}", null, null, null, 10)));
        }
    }

    [Fact]
    public async Task What_was_noted_outlives_a_gentle_stop()
    {
        await store.ReopenAsync();
        Assert.Equal(4, (await FindAsync(new TraceQuery(null, null, null, null, 10))).Count);
    }

    [Fact]
    public async Task Old_steps_are_forgotten()
    {
        Assert.Equal(4, (await FindAsync(new TraceQuery(null, null, null, null, 10))).Count);
        store.Clock.Advance(TimeSpan.FromDays(14) + TimeSpan.FromSeconds(1.5));
        await store.Store.Sweeper.SweepAsync(None);
        Assert.Equal(2, (await FindAsync(new TraceQuery(null, null, null, null, 10))).Count);
    }

    [Fact]
    public async Task Another_systems_words_may_hold_anything()
    {
        store.Store.Traces.Note(new TraceEvent("m3", store.Clock.GetUtcNow(), TraceKind.Failed, "a'b\"@x.test", "ö@far.test", "550 \0 '; DROP TABLE trace; --"));
        Assert.Equal([TraceKind.Failed], await FindAsync(new TraceQuery(null, "a'b\"@x.test", null, null, 10)));
    }

    private void Note(string message, int second, TraceKind kind, string sender, string recipient) =>
        store.Store.Traces.Note(new TraceEvent(message, store.Clock.GetUtcNow().AddSeconds(second), kind, sender, recipient, "250 OK"));

    private async Task<IReadOnlyList<TraceKind>> FindAsync(TraceQuery query) => [.. (await store.Store.Traces.FindAsync(query, None)).Select(step => step.Kind)];
}
