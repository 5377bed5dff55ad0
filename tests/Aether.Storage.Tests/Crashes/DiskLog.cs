namespace Aether.Storage.Tests.Crashes;

/// <summary>All calls to the disk below one folder, in order, from the segments as from SQLite; and what goes wrong with them.</summary>
internal sealed class DiskLog(string root)
{
    private readonly Lock gate = new();
    private readonly List<DiskEvent> events = [];

    public string Root => root;

    /// <summary>Asked before each call is carried out.</summary>
    public Func<DiskCall, string, DiskFault> Fault { get; set; } = static (_, _) => DiskFault.None;

    /// <summary>Calls so far.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return events.Count;
        }
    }

    public IReadOnlyList<DiskEvent> Events
    {
        get
        {
            lock (gate)
                return [.. events];
        }
    }

    public void Add(DiskEvent done)
    {
        lock (gate)
            events.Add(done with { Path = Relative(done.Path), Target = done.Target is null ? null : Relative(done.Target) });
    }

    private string Relative(string path) => Path.GetRelativePath(root, path);
}
