using Aether.Storage.Suppressions;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Queue;

/// <summary>The list of addresses that nothing is sent to.</summary>
public sealed class SuppressionStoreTests : IAsyncLifetime
{
    private readonly TestStore store = new();

    private SuppressionStore List => store.Store.Suppressions;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task An_address_stands_on_the_list_until_its_time_is_over()
    {
        Assert.Empty(await List.FindAsync(["a@b.test"], default));
        Assert.True(await List.AddAsync("A@b.test", "no such user", TimeSpan.FromDays(1), default));
        Assert.False(await List.AddAsync("a@B.test", "still none", TimeSpan.FromDays(2), default));
        Assert.True(await List.AddAsync("c@b.test", "x", TimeSpan.FromHours(1), default));
        Assert.Equal(["still none"], (await List.FindAsync(["x@b.test", "a@b.TEST"], default)).Select(row => row.Reason));
        Assert.Equal(["a@b.test", "c@b.test"], (await List.ListAsync("", 10, default)).Select(row => row.Address));
        Assert.Equal(["c@b.test"], (await List.ListAsync("a@b.test", 10, default)).Select(row => row.Address));
        await store.ReopenAsync();
        store.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(["a@b.test"], (await List.ListAsync("", 10, default)).Select(row => row.Address));
        await store.Store.Sweeper.SweepAsync(default);
        Assert.Single(await List.FindAsync(["a@b.test", "c@b.test"], default));
        Assert.True(await List.RemoveAsync("a@b.test", default));
        Assert.False(await List.RemoveAsync("a@b.test", default));
        Assert.False(await List.RemoveAsync("c@b.test", default)); // swept
        Assert.Empty(await List.FindAsync(["a@b.test"], default));
    }

    [Fact]
    public async Task An_address_that_comes_on_an_empty_list_is_seen()
    {
        Assert.Empty(await List.FindAsync(["a@b.test"], default));
        await List.AddAsync("a@b.test", "x", TimeSpan.FromDays(1), default);
        Assert.Single(await List.FindAsync(["a@b.test"], default));
    }
}
