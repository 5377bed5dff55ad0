using System.Runtime.CompilerServices;
using Aether.Migration.Lines;
using Aether.Storage.Mailboxes;

namespace Aether.Migration.Sources;

/// <summary>One mbox file, or a folder of them, each a mailbox named like it. RFC 4155.</summary>
internal sealed class MboxSource(string root) : IMailSource
{
    private const string Extension = ".mbox";

    public string Identity => "mbox:" + root;

    public async IAsyncEnumerable<SourceFolder> FoldersAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await ValueTask.CompletedTask;
        if (File.Exists(root))
        {
            yield return new SourceFolder(Mailbox.Inbox, root, SpecialUse.None, Subscribed: true);
            yield break;
        }

        if (!Directory.Exists(root))
            throw new MigrationException($"There is no {root}.");
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string path = Path.GetRelativePath(root, file);
            if (path.Split('/').Any(static level => level.StartsWith('.')) || !MboxScanner.IsMbox(file))
                continue;
            yield return new SourceFolder(path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? path[..^Extension.Length] : path, file, SpecialUse.None, Subscribed: true);
        }
    }

    public async IAsyncEnumerable<SourceMessage> MessagesAsync(SourceFolder folder, [EnumeratorCancellation] CancellationToken ct)
    {
        var met = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (var found in MboxScanner.ScanAsync(folder.Place, ct))
        {
            // Two copies of a message are two messages.
            int copy = met[found.Fingerprint] = met.GetValueOrDefault(found.Fingerprint) + 1;
            yield return new SourceMessage(
                $"{found.Fingerprint}.{copy}", found.Flags, found.Keywords, found.Date, LineForm.Mbox,
                _ => ValueTask.FromResult<Stream>(new FileSlice(folder.Place, found.Start, found.End)));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
