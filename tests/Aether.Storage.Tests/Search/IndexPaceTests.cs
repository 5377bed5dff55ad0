using Aether.Storage.Search;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Storage.Tests.Search;

/// <summary>The index leaves the machine to others, but not to somebody who waits for it.</summary>
public sealed class IndexPaceTests
{
    private const int Few = 100;

    private readonly FakeTimeProvider clock = new();
    private readonly IndexPace pace;
    private TimeSpan used;

    public IndexPaceTests() => pace = new IndexPace(clock, new SpareCores(clock, () => used));

    [Theory]
    [InlineData(Few, 600)] // six times as long as it worked
    [InlineData(100_000, 100)]
    public async Task While_others_work_it_rests_the_less_the_further_behind_it_is(int behind, int milliseconds)
    {
        Assert.Equal(milliseconds, await RestAsync(behind, others: true));
        Assert.True(pace.Gives);
    }

    [Fact]
    public async Task Where_nobody_has_worked_for_two_seconds_it_hardly_rests()
    {
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(10, await RestAsync(Few, others: false));
        Assert.False(pace.Gives);
    }

    [Fact]
    public async Task A_search_that_missed_it_has_it_go_first_for_ten_seconds()
    {
        pace.Hurry();
        Assert.Equal(10, await RestAsync(Few, others: true));
        Assert.False(pace.Gives);
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(10, await RestAsync(Few, others: true));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(600, await RestAsync(Few, others: true));
        Assert.True(pace.Gives);
    }

    [Fact]
    public async Task With_nothing_to_do_it_looks_each_second()
    {
        pace.Hurry();
        Assert.Equal(1000, await RestAsync(0, others: true, taken: 0));
        Assert.True(pace.Gives);
    }

    /// <returns>Milliseconds that it rests after it worked for 100.</returns>
    private async Task<int> RestAsync(long behind, bool others, int taken = 200)
    {
        long started = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromMilliseconds(100));
        var rest = pace.RestAsync(started, taken, came: 0, behind, default);
        int milliseconds = 0;
        for (; !rest.IsCompleted; milliseconds++)
        {
            used += others ? TimeSpan.FromMilliseconds(1) * Environment.ProcessorCount : TimeSpan.Zero;
            clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        await rest;
        return milliseconds;
    }
}
