using System.Globalization;
using System.Text;
using Aether.Storage.Messages;

namespace Aether.Storage.Salvage;

/// <summary>Writes messages as Maildir++ trees, one an account. https://www.courier-mta.org/imap/README.maildirquota.html</summary>
internal sealed class MaildirWriter(string root)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly (SystemFlags Flag, char Letter)[] Letters =
    [
        (SystemFlags.Draft, 'D'), (SystemFlags.Flagged, 'F'), (SystemFlags.Answered, 'R'), (SystemFlags.Seen, 'S'), (SystemFlags.Deleted, 'T'),
    ];

    private readonly HashSet<string> folders = [];

    /// <param name="levels">The mailbox; INBOX is the Maildir itself.</param>
    /// <param name="name">Unique in the mailbox.</param>
    public void Write(string account, IReadOnlyList<string> levels, string name, long flags, DateTimeOffset date, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        string folder = Folder(account, levels);
        string letters = string.Concat(Letters.Where(pair => (flags & (long)pair.Flag) != 0).Select(pair => pair.Letter));
        string unique = string.Create(CultureInfo.InvariantCulture, $"{date.ToUnixTimeSeconds()}.{name}.salvaged");
        string part = Path.Combine(folder, "tmp", unique);
        using (var file = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            foreach (var piece in pieces)
                file.Write(piece.Span);
        }
        string whole = Path.Combine(folder, "cur", $"{unique}:2,{letters}");
        File.SetLastWriteTimeUtc(part, date.UtcDateTime);
        File.Move(part, whole, overwrite: true);
    }

    private string Folder(string account, IReadOnlyList<string> levels)
    {
        string folder = Path.Combine(root, Safe(account));
        if (levels is not [Mailboxes.Mailbox.Inbox])
            folder = Path.Combine(folder, "." + string.Join('.', levels.Select(level => Safe(level).Replace('.', '_'))));
        if (folders.Add(folder))
        {
            foreach (string part in (string[])["cur", "new", "tmp"])
                Directory.CreateDirectory(Path.Combine(folder, part), OwnerOnly);
        }
        return folder;
    }

    /// <summary>Names from a damaged file must not lead out of the folder (case O02).</summary>
    private static string Safe(string name)
    {
        var safe = new StringBuilder(name.Length);
        foreach (char c in name.Take(200))
            safe.Append(char.IsLetterOrDigit(c) || c is '@' or '.' or '-' or '_' or '+' or ' ' ? c : '_');
        return safe.ToString().Trim('.', ' ') is { Length: > 0 } kept ? kept : "_";
    }
}
