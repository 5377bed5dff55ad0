using Aether.Storage.Leases;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Leases;

/// <summary>Holds on things that one node does at a time, on both engines.</summary>
public sealed class LeaseTests : IAsyncLifetime
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(24);
    private readonly TestStore store = new();

    private LeaseStore Leases => store.Store.Leases;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task One_has_it_until_it_is_given_back()
    {
        var held = await Leases.TryTakeAsync("a", Life, default);

        Assert.NotNull(held);
        Assert.Null(await Leases.TryTakeAsync("a", Life, default));
        Assert.NotNull(await Leases.TryTakeAsync("b", Life, default));
        await Leases.DropAsync(held, default);
        Assert.NotNull(await Leases.TryTakeAsync("a", Life, default));
    }

    [Fact]
    public async Task A_hold_that_nobody_prolongs_ends_and_its_former_holder_learns_of_it()
    {
        var dead = (await Leases.TryTakeAsync("a", Life, default))!;
        store.Clock.Advance(Life - TimeSpan.FromMilliseconds(1));
        Assert.Null(await Leases.TryTakeAsync("a", Life, default));

        store.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var next = await Leases.TryTakeAsync("a", Life, default);

        Assert.NotNull(next);
        Assert.False(await Leases.KeepAsync(dead, Life, default));
        await Leases.DropAsync(dead, default); // no harm to who has it now
        Assert.True(await Leases.KeepAsync(next, Life, default));
    }

    [Fact]
    public async Task A_hold_that_is_prolonged_stays()
    {
        var held = (await Leases.TryTakeAsync("a", Life, default))!;
        for (int i = 0; i < 5; i++)
        {
            store.Clock.Advance(Life / 2);
            Assert.True(await Leases.KeepAsync(held, Life, default));
        }

        Assert.Null(await Leases.TryTakeAsync("a", Life, default));
    }

    [Fact]
    public async Task Of_many_who_want_it_at_once_one_gets_it()
    {
        var tries = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Leases.TryTakeAsync("a", Life, default)));

        Assert.Single(tries, static lease => lease is not null);
    }
}
