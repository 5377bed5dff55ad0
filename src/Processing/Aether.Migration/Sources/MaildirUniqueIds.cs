using System.Globalization;

namespace Aether.Migration.Sources;

/// <summary>
/// What POP3 called the messages of a Maildir, so that clients do not fetch them all again: out of Dovecot's list of UIDs or
/// Courier's list of sizes, by the file's name without its flags.
/// </summary>
internal sealed class MaildirUniqueIds
{
    private const int MaxLine = 4096;

    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);

    public static MaildirUniqueIds None { get; } = new();

    public static async Task<MaildirUniqueIds> ReadAsync(string folder, CancellationToken ct)
    {
        var found = new MaildirUniqueIds();
        string dovecot = Path.Combine(folder, "dovecot-uidlist");
        string courier = Path.Combine(folder, "courierpop3dsizelist");
        if (File.Exists(dovecot))
            await found.ReadDovecotAsync(dovecot, ct);
        else if (File.Exists(courier))
            await found.ReadCourierAsync(courier, ct);
        return found;
    }

    public string? Of(string unique) => ids.GetValueOrDefault(UniqueId.BaseOf(unique));

    /// <summary>A head "3 V(uidvalidity) …", then "uid [letter and value …] :name"; P is what POP3 said, else it says %08Xu%08Xv. Version 1 has neither letters nor the colon.</summary>
    private async Task ReadDovecotAsync(string file, CancellationToken ct)
    {
        uint validity = 0;
        bool isFirst = true;
        await foreach (string line in File.ReadLinesAsync(file, ct))
        {
            string[] words = line.Length > MaxLine ? [] : line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (isFirst)
            {
                isFirst = false;
                string? said = words is ["3", ..] ? words.FirstOrDefault(static word => word.StartsWith('V'))?[1..] : words is ["1", _, ..] ? words[1] : null;
                if (!uint.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out validity))
                    return;
            }
            else if (words.Length > 1 && uint.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint uid))
            {
                string name = words[^1].StartsWith(':') ? words[^1][1..] : words[^1];
                string? kept = words[1..^1].FirstOrDefault(static word => word.StartsWith('P'))?[1..];
                Add(name, kept ?? string.Create(CultureInfo.InvariantCulture, $"{uid:X8}{validity:X8}"));
            }
        }
    }

    /// <summary>A head, then "name size uid:uidvalidity"; a message without a UID is called by its name.</summary>
    private async Task ReadCourierAsync(string file, CancellationToken ct)
    {
        await foreach (string line in File.ReadLinesAsync(file, ct))
        {
            string[] words = line.Length > MaxLine || line.StartsWith('/') ? [] : line.Split(' ');
            if (words.Length is not 3 || words[2].Split(':') is not [var uidText, var validityText]
                || !uint.TryParse(uidText, NumberStyles.None, CultureInfo.InvariantCulture, out uint uid) || !uint.TryParse(validityText, NumberStyles.None, CultureInfo.InvariantCulture, out uint validity))
            {
                continue;
            }

            string name = words[0][(words[0].LastIndexOf('/') + 1)..];
            Add(name, uid is 0 ? UniqueId.BaseOf(name) : validity is 0 ? string.Create(CultureInfo.InvariantCulture, $"UID{uid}") : string.Create(CultureInfo.InvariantCulture, $"UID{uid}-{validity}"));
        }
    }

    private void Add(string name, string id)
    {
        if (UniqueId.IsOne(id))
            ids[UniqueId.BaseOf(name)] = id;
    }
}
