using System.Globalization;
using Aether.Migration.Lines;
using Aether.Migration.Sources;
using Aether.Protocol.Imap;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Migration.Exporting;

/// <summary>A Maildir++ tree, as Dovecot and Courier read it; keywords in Dovecot's file. https://cr.yp.to/proto/maildir.html</summary>
internal sealed class MaildirTarget(string root) : IExportTarget
{
    private const int MostKeywords = 26;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly List<int> bits = [];
    private string folder = string.Empty;
    private string part = string.Empty;
    private FileStream? file;

    public LineForm Lines => LineForm.Lf;

    public void BeginFolder(Mailbox mailbox, KeywordTable keywords)
    {
        string name = string.Join('.', mailbox.Path.Split(Mailbox.Separator).Select(static level => ModifiedUtf7.Encode(FileNames.Safe(level)).Replace('.', '_')));
        folder = mailbox.Path == Mailbox.Inbox ? root : Path.Combine(root, "." + name);
        foreach (string sub in (string[])["cur", "new", "tmp"])
            Directory.CreateDirectory(Path.Combine(folder, sub), OwnerOnly);
        bits.Clear();
        bits.AddRange(Enumerable.Range(KeywordTable.FirstBit, KeywordTable.LastBit - KeywordTable.FirstBit + 1).Where(bit => keywords.NameOf(bit) is not null).Take(MostKeywords));
        if (bits.Count > 0)
            File.WriteAllLines(Path.Combine(folder, "dovecot-keywords"), bits.Select((bit, number) => string.Create(CultureInfo.InvariantCulture, $"{number} {keywords.NameOf(bit)}")));
    }

    public Stream BeginMessage(MessageRow row)
    {
        part = Path.Combine(folder, "tmp", NameOf(row));
        file = new FileStream(part, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        return file;
    }

    public void EndMessage(MessageRow row)
    {
        file?.Dispose();
        file = null;
        File.SetLastWriteTimeUtc(part, row.InternalDate.UtcDateTime);
        var keywords = Enumerable.Range(0, bits.Count).Where(number => (row.Flags >> bits[number] & 1) is 1);
        File.Move(part, Path.Combine(folder, "cur", NameOf(row) + MaildirName.InfoOf(row.System, keywords)), overwrite: true);
    }

    public void Dispose() => file?.Dispose();

    public void EndFolder()
    {
    }

    private static string NameOf(MessageRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.InternalSeconds}.M{row.Email.Value}U{row.Uid.Value}.aether");
}
