using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Migration.Exporting;

/// <summary>Where exported mail goes.</summary>
internal interface IExportTarget : IDisposable
{
    Lines.LineForm Lines { get; }

    /// <summary>Begins a folder.</summary>
    void BeginFolder(Mailbox mailbox, KeywordTable keywords);

    /// <summary>Opens a file, or goes on with one, for the next message; <see cref="EndMessage"/> follows.</summary>
    Stream BeginMessage(MessageRow row);

    void EndMessage(MessageRow row);

    void EndFolder();
}
