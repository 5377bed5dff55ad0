namespace Aether.Storage.Tests.Crashes;

/// <summary>The store after a crash at every single call to the disk, and proof that the check would notice a store that syncs too little.</summary>
[Trait("Engine", "own")]
public sealed class CrashTests : IAsyncLifetime
{
    private const int MostToTell = 3;

    private CrashWorkload workload = null!;

    public async ValueTask InitializeAsync() => workload = await CrashWorkload.RecordAsync();

    public ValueTask DisposeAsync()
    {
        workload.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(CrashKind.Kill)]
    [InlineData(CrashKind.PowerCutDropsAll)]
    [InlineData(CrashKind.PowerCutKeepsPieces)]
    public async Task Nothing_acknowledged_is_lost_or_torn_by_a_crash_after_any_call_to_the_disk(CrashKind kind)
    {
        var points = new CrashPoints(workload, kind, SyncHonesty.Honest);
        var halves = await Task.WhenAll(Task.Run(() => points.TryAllAsync(0, 2, MostToTell)), Task.Run(() => points.TryAllAsync(1, 2, MostToTell)));

        string[] wrong = [.. halves.SelectMany(half => half.Wrong)];
        Assert.True(wrong.Length == 0, string.Join("\n\n", wrong));
        Assert.Equal(workload.Events.Count + 1, halves.Sum(half => half.Crashes));
        TestContext.Current.TestOutputHelper?.WriteLine($"{halves.Sum(half => half.Crashes)} crashes, {workload.Steps.Count} steps");
    }

    [Theory]
    [InlineData(SyncHonesty.NoSegments)]
    [InlineData(SyncHonesty.LogOnlyBeforeFolding)]
    [InlineData(SyncHonesty.Lies)]
    public async Task The_check_finds_out_a_store_that_syncs_too_little(SyncHonesty honesty)
    {
        // From the first large body on, or there is nothing to lose.
        int first = workload.Steps.First(step => step.Name == "append 30000").Calls;

        var (_, wrong) = await new CrashPoints(workload, CrashKind.PowerCutDropsAll, honesty).TryAllAsync(first, 1, 1);

        Assert.NotEmpty(wrong);
    }

    [Fact]
    public void The_workload_touches_the_disk_in_every_way()
    {
        var calls = workload.Events.Select(done => (done.Call, Extension: Path.GetExtension(done.Path))).ToHashSet();

        Assert.Contains((DiskCall.Sync, ".seg"), calls);
        Assert.Contains((DiskCall.Sync, ".db-wal"), calls);
        Assert.Contains((DiskCall.Write, ".db"), calls);
        Assert.Contains((DiskCall.SyncFolder, ""), calls);
        Assert.Contains((DiskCall.Delete, ".seg"), calls); // of a segment that was compacted
    }
}
