using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aether.Storage;

namespace Aether.Migration.Importing;

/// <summary>
/// What was brought in from one folder of a source, a line a message, the last one of a key counting. It may lag behind the store
/// after a crash, never run ahead of it: lines are written when messages are durable.
/// </summary>
internal sealed class ImportJournal : IDisposable
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly StreamWriter writer;

    private ImportJournal(string file)
    {
        if (File.Exists(file))
            Read(file);
        writer = new StreamWriter(new FileStream(file, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }));
    }

    /// <summary>The highest UID that is written down.</summary>
    public uint HighestUid { get; private set; }

    /// <param name="folder">Where journals are.</param>
    public static ImportJournal Open(string folder, AccountId account, string source, string place)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\n{place}")).AsSpan(0, 12));
        return new ImportJournal(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{account.Value}-{name}.log")));
    }

    public Entry? Find(string key) => entries.TryGetValue(key, out var entry) ? entry : null;

    /// <param name="flags">As the source had them.</param>
    public void Add(string key, Uid uid, string flags)
    {
        Keep(key, uid.Value, flags);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(key)} {uid.Value} {flags}"));
    }

    /// <summary>Hands the lines to the system.</summary>
    public Task FlushAsync(CancellationToken ct) => writer.FlushAsync(ct);

    public void Dispose() => writer.Dispose();

    private void Read(string file)
    {
        foreach (string line in File.ReadLines(file))
        {
            // The last line may be cut off by a crash: its message is then recognised by other means.
            string[] words = line.Split(' ', 3);
            if (words.Length is 3 && uint.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint uid))
                Keep(Uri.UnescapeDataString(words[0]), uid, words[2]);
        }
    }

    private void Keep(string key, uint uid, string flags)
    {
        entries[key] = new Entry(new Uid(uid), flags);
        HighestUid = Math.Max(HighestUid, uid);
    }

    public readonly record struct Entry(Uid Uid, string Flags);
}
