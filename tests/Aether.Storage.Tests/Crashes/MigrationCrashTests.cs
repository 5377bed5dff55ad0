using Aether.Storage.Engines.Sqlite;

namespace Aether.Storage.Tests.Crashes;

/// <summary>A store with mail in it is brought from an older version to the newest, and crashes after each call to the disk of that.</summary>
[Trait("Engine", "own")]
public sealed class MigrationCrashTests : IAsyncLifetime
{
    private CrashWorkload filled = null!;

    public async ValueTask InitializeAsync() => filled = await CrashWorkload.RecordAsync();

    public ValueTask DisposeAsync()
    {
        filled.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(1, CrashKind.Kill)]
    [InlineData(1, CrashKind.PowerCutDropsAll)]
    [InlineData(1, CrashKind.PowerCutKeepsPieces)]
    [InlineData(6, CrashKind.PowerCutKeepsPieces)]
    public async Task A_crash_while_migrating_loses_nothing(int version, CrashKind kind)
    {
        using var migration = await CrashWorkload.RecordMigrationAsync(filled.Data, filled.Steps[^1].Snapshot, version);
        int begun = migration.Steps[0].Calls;

        // The steps write more than the log's first frames: the crashes are between them.
        Assert.InRange(migration.Events.Count - begun, 30, 5000);
        Assert.Equal(migration.Steps[0].Snapshot, migration.Steps[1].Snapshot);
        var points = new CrashPoints(migration, kind, SyncHonesty.Honest);
        var halves = await Task.WhenAll(Task.Run(() => points.TryAllAsync(begun, 2, 3)), Task.Run(() => points.TryAllAsync(begun + 1, 2, 3)));

        string[] wrong = [.. halves.SelectMany(half => half.Wrong)];
        Assert.True(wrong.Length == 0, string.Join("\n\n", wrong));
        Assert.Equal(migration.Events.Count - begun + 1, halves.Sum(half => half.Crashes));
    }

    [Fact]
    public async Task A_store_of_each_version_opens_with_all_that_was_in_it()
    {
        string folder = Directory.CreateTempSubdirectory("aether-old-").FullName;
        try
        {
            for (int version = 1; version < SqliteSchema.Newest; version++)
            {
                OldStore.Make(filled.Data, Path.Combine(folder, $"{version}", "data"), version);
                await using var store = MailStore.Open(CrashWorkload.ContextOf(Path.Combine(folder, $"{version}"), CrashWorkload.NewClock()));
                Assert.Equal(filled.Steps[^1].Snapshot, await StoreSnapshot.TakeAsync(store));
                Assert.Empty((await store.Verifier.VerifyAsync(default)).Findings);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_check_finds_out_syncs_that_lie()
    {
        using var migration = await CrashWorkload.RecordMigrationAsync(filled.Data, filled.Steps[^1].Snapshot, 1);
        var (_, wrong) = await new CrashPoints(migration, CrashKind.PowerCutDropsAll, SyncHonesty.Lies).TryAllAsync(migration.Steps[0].Calls, 1, 1);
        Assert.NotEmpty(wrong);
    }
}
