using System.Globalization;
using System.Text;
using Aether.Migration.Lines;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Migration.Exporting;

/// <summary>A folder of mbox files, one a mailbox, in the mboxrd form with flags in Status fields. RFC 4155.</summary>
internal sealed class MboxTarget(string root) : IExportTarget
{
    private FileStream? file;
    private KeywordTable? names;

    public LineForm Lines => LineForm.Mbox;

    public void BeginFolder(Mailbox mailbox, KeywordTable keywords)
    {
        names = keywords;
        string path = Path.Combine([root, .. mailbox.Path.Split(Mailbox.Separator).Select(FileNames.Safe)]) + ".mbox";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
    }

    public Stream BeginMessage(MessageRow row)
    {
        string date = row.InternalDate.UtcDateTime.ToString("ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture);
        var head = new StringBuilder("From MAILER-DAEMON ").Append(date).Append('\n');
        head.Append("Status: ").Append(row.System.HasFlag(SystemFlags.Seen) ? "RO" : "O").Append('\n');
        string flags = (row.System.HasFlag(SystemFlags.Answered) ? "A" : "") + (row.System.HasFlag(SystemFlags.Flagged) ? "F" : "")
            + (row.System.HasFlag(SystemFlags.Deleted) ? "D" : "") + (row.System.HasFlag(SystemFlags.Draft) ? "T" : "");
        if (flags.Length > 0)
            head.Append("X-Status: ").Append(flags).Append('\n');
        string keywords = string.Join(' ', Enumerable.Range(KeywordTable.FirstBit, KeywordTable.LastBit - KeywordTable.FirstBit + 1)
            .Where(bit => (row.Flags >> bit & 1) is 1).Select(bit => names!.NameOf(bit)).OfType<string>());
        if (keywords.Length > 0)
            head.Append("X-Keywords: ").Append(keywords).Append('\n');
        file!.Write(Encoding.ASCII.GetBytes(head.ToString()));
        return file;
    }

    public void EndMessage(MessageRow row) => file!.Write("\n"u8);

    public void Dispose() => file?.Dispose();

    public void EndFolder()
    {
        file?.Dispose();
        file = null;
    }
}
