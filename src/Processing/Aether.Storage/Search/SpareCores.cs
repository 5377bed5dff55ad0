namespace Aether.Storage.Search;

/// <summary>Whether the process has cores to spare, by what it uses of them while the one who asks rests and so uses none.</summary>
/// <param name="used">The processor time of the process so far.</param>
internal sealed class SpareCores(TimeProvider clock, Func<TimeSpan> used)
{
    /// <summary>Who uses more than one part in so many of all cores wants them: another process is likely to work for it, or it for another.</summary>
    private const int Part = 4;

    /// <returns>True: the others are busy.</returns>
    public async Task<bool> RestAsync(TimeSpan rest, CancellationToken ct)
    {
        var before = used();
        long began = clock.GetTimestamp();
        await Task.Delay(rest, clock, ct);
        return (used() - before) * Part > clock.GetElapsedTime(began) * Environment.ProcessorCount;
    }
}
