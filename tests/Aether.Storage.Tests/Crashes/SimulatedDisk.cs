namespace Aether.Storage.Tests.Crashes;

/// <summary>Replays a log of disk calls and writes down what a crash at any point of it leaves.</summary>
internal sealed class SimulatedDisk(SyncHonesty honesty = SyncHonesty.Honest)
{
    private readonly Dictionary<string, SimulatedFile> names = [];
    private readonly Dictionary<string, SimulatedFile> durableNames = [];
    private readonly HashSet<string> folders = [];
    private readonly HashSet<string> durableFolders = ["."];

    public void Apply(DiskEvent change)
    {
        switch (change.Call)
        {
            case DiskCall.CreateFolder:
                folders.Add(change.Path);
                break;
            case DiskCall.Create:
                names[change.Path] = new SimulatedFile();
                break;
            case DiskCall.Write or DiskCall.Truncate:
                if (honesty is SyncHonesty.LogOnlyBeforeFolding && !change.Path.EndsWith("-wal", StringComparison.Ordinal) && names.TryGetValue(change.Path + "-wal", out var log))
                    log.SyncCovered();
                names[change.Path].Apply(change);
                break;
            case DiskCall.Sync:
                Sync(change.Path);
                break;
            case DiskCall.SyncFolder:
                SyncFolder(change.Path);
                break;
            case DiskCall.Rename:
                names.Remove(change.Path, out var renamed);
                names[change.Target!] = renamed!;
                break;
            case DiskCall.Delete:
                names.Remove(change.Path);
                break;
        }
    }

    /// <summary>Writes to <paramref name="target"/> what is there after a crash now.</summary>
    public void Leave(CrashKind kind, Random chance, string target)
    {
        switch (kind)
        {
            case CrashKind.Kill:
                Write(target, folders, names, static file => file.Seen);
                break;
            case CrashKind.PowerCutDropsAll:
                Write(target, durableFolders, durableNames, static file => file.Durable);
                break;
            default:
                var left = new Dictionary<string, SimulatedFile>(durableNames);
                foreach (string name in names.Keys.Union(durableNames.Keys).Order(StringComparer.Ordinal))
                {
                    if (chance.Next(2) == 0)
                        continue;
                    if (names.TryGetValue(name, out var file))
                        left[name] = file;
                    else
                        left.Remove(name);
                }
                Write(target, durableFolders, left, file => file.Torn(chance));
                break;
        }
    }

    private static void Write(string target, HashSet<string> folders, Dictionary<string, SimulatedFile> files, Func<SimulatedFile, byte[]> octets)
    {
        foreach (string folder in folders)
            Directory.CreateDirectory(Path.Combine(target, folder));
        foreach (var (name, file) in files.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            string folder = Path.GetDirectoryName(name)!;
            if (folders.Contains(folder.Length == 0 ? "." : folder))
                File.WriteAllBytes(Path.Combine(target, name), octets(file));
        }
    }

    private void Sync(string path)
    {
        if (!names.TryGetValue(path, out var file) || honesty is SyncHonesty.Lies)
            return;
        bool skipped = honesty switch
        {
            SyncHonesty.NoSegments => path.EndsWith(".seg", StringComparison.Ordinal),
            SyncHonesty.LogOnlyBeforeFolding => path.EndsWith("-wal", StringComparison.Ordinal),
            _ => false,
        };
        if (skipped)
            file.Cover();
        else
            file.Sync();
    }

    private void SyncFolder(string path)
    {
        if (honesty is SyncHonesty.Lies)
            return;
        foreach (string gone in durableNames.Keys.Where(name => IsIn(name, path) && !names.ContainsKey(name)).ToList())
            durableNames.Remove(gone);
        foreach (var (name, file) in names.Where(entry => IsIn(entry.Key, path)))
            durableNames[name] = file;
        durableFolders.UnionWith(folders.Where(folder => IsIn(folder, path)));
    }

    private static bool IsIn(string name, string folder) => (Path.GetDirectoryName(name) is { Length: > 0 } parent ? parent : ".") == folder;
}

/// <summary>How a crash ends things.</summary>
public enum CrashKind
{
    /// <summary>The process dies; what it wrote stays.</summary>
    Kill,

    /// <summary>The power goes; nothing stays that was not synced.</summary>
    PowerCutDropsAll,

    /// <summary>The power goes; what was not synced stays by chance, in pieces and names.</summary>
    PowerCutKeepsPieces,
}

/// <summary>What a sync of the simulated disk is worth; all but the first must be found out.</summary>
public enum SyncHonesty
{
    Honest,

    /// <summary>Segments are not synced.</summary>
    NoSegments,

    /// <summary>As with <c>PRAGMA synchronous = NORMAL</c>: the log is synced only before it is folded into the database.</summary>
    LogOnlyBeforeFolding,

    /// <summary>Syncs say yes and do nothing.</summary>
    Lies,
}
