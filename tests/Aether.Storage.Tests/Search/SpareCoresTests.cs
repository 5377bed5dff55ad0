using Aether.Storage.Search;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Storage.Tests.Search;

/// <summary>Who rests sees whether others use the cores meanwhile.</summary>
public sealed class SpareCoresTests
{
    private readonly FakeTimeProvider clock = new();
    private TimeSpan used = TimeSpan.FromSeconds(7);

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.2, false)]
    [InlineData(0.3, true)]
    [InlineData(1, true)]
    public async Task More_than_a_quarter_of_all_cores_is_busy(double part, bool isBusy)
    {
        var cores = new SpareCores(clock, () => used);
        var rest = cores.RestAsync(TimeSpan.FromMilliseconds(100), default);
        used += TimeSpan.FromMilliseconds(100) * part * Environment.ProcessorCount;
        clock.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(isBusy, await rest);
    }
}
