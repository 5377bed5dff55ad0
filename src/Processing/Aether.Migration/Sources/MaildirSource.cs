using System.Runtime.CompilerServices;
using System.Text;
using Aether.Migration.Lines;
using Aether.Protocol.Imap;
using Aether.Storage.Mailboxes;

namespace Aether.Migration.Sources;

/// <summary>A Maildir++ tree: the INBOX, and folders beside it whose names begin with a dot. https://www.courier-mta.org/imap/README.maildirquota.html</summary>
internal sealed class MaildirSource(string root) : IMailSource
{
    private const int MostKeywords = 26;

    public string Identity => "maildir:" + root;

    public async IAsyncEnumerable<SourceFolder> FoldersAsync([EnumeratorCancellation] CancellationToken ct)
    {
        if (!Directory.Exists(Path.Combine(root, "cur")) && !Directory.Exists(Path.Combine(root, "new")))
            throw new MigrationException($"{root} is no Maildir: it has neither cur nor new.");
        var subscribed = await SubscribedAsync(ct);
        yield return new SourceFolder(Mailbox.Inbox, root, SpecialUse.None, Subscribed: true);
        foreach (string folder in Directory.EnumerateDirectories(root, ".*").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(folder)[1..];
            if (name.Length > 0 && name is not "." && Directory.Exists(Path.Combine(folder, "cur")))
                yield return new SourceFolder(PathOf(name), folder, SpecialUse.None, subscribed.Contains(name));
        }
    }

    public async IAsyncEnumerable<SourceMessage> MessagesAsync(SourceFolder folder, [EnumeratorCancellation] CancellationToken ct)
    {
        var keywords = await KeywordsAsync(folder.Place, ct);
        var uniqueIds = folder.Path == Mailbox.Inbox ? await MaildirUniqueIds.ReadAsync(folder.Place, ct) : MaildirUniqueIds.None;
        foreach (string part in (string[])["cur", "new"])
        {
            string files = Path.Combine(folder.Place, part);
            if (!Directory.Exists(files))
                continue;
            foreach (string file in Directory.EnumerateFiles(files))
            {
                ct.ThrowIfCancellationRequested();
                string name = Path.GetFileName(file);
                if (name.StartsWith('.'))
                    continue;
                var (unique, flags, words) = MaildirName.Parse(name, keywords);
                yield return new SourceMessage(unique, flags, words, File.GetLastWriteTimeUtc(file), LineForm.Lf, _ => ValueTask.FromResult<Stream>(OpenAgain(file))) { UniqueId = uniqueIds.Of(unique) };
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Opens a file whose flags may have changed since it was listed: then it has another name.</summary>
    private static FileStream OpenAgain(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (FileNotFoundException)
        {
            string unique = MaildirName.Parse(Path.GetFileName(file), []).Unique;
            string folder = Path.GetDirectoryName(Path.GetDirectoryName(file))!;
            string? moved = Directory.EnumerateFiles(Path.Combine(folder, "cur"), unique + "*").FirstOrDefault();
            return File.OpenRead(moved ?? file);
        }
    }

    /// <summary>Levels are joined by dots; names are in modified UTF-7, or in UTF-8 with newer servers.</summary>
    private static string PathOf(string name)
    {
        string plain = ModifiedUtf7.TryDecode(Encoding.UTF8.GetBytes(name), out string? decoded) ? decoded : name;
        return plain.Replace('/', '_').Replace('.', Mailbox.Separator);
    }

    private async Task<HashSet<string>> SubscribedAsync(CancellationToken ct)
    {
        string file = Path.Combine(root, "subscriptions");
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!File.Exists(file))
            return names;
        foreach (string line in await File.ReadAllLinesAsync(file, ct))
            names.Add(line.Trim().Replace('\t', '.').Replace('/', '.'));
        return names;
    }

    /// <summary>Lines of a number and a name: number 0 is the letter a.</summary>
    private static async Task<IReadOnlyList<string>> KeywordsAsync(string folder, CancellationToken ct)
    {
        string file = Path.Combine(folder, "dovecot-keywords");
        string[] names = new string[MostKeywords];
        Array.Fill(names, string.Empty);
        if (!File.Exists(file))
            return names;
        foreach (string line in await File.ReadAllLinesAsync(file, ct))
        {
            string[] words = line.Split(' ', 2);
            if (words.Length is 2 && int.TryParse(words[0], out int number) && number is >= 0 and < MostKeywords)
                names[number] = words[1].Trim();
        }

        return names;
    }
}
