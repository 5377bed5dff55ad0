using System.Runtime.CompilerServices;
using Aether.Migration.Lines;
using Aether.Migration.Sources;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using MailKit;
using MailKit.Net.Imap;

namespace Aether.Migration.Remote;

/// <summary>Mail on another IMAP server, read without changing it: folders are examined, bodies peeked at. RFC 3501.</summary>
internal sealed class ImapSource(RemoteAccount account, Pop3UniqueIds? uniqueIds) : IMailSource
{
    /// <summary>Messages whose flags and dates are asked for at once.</summary>
    private const int Page = 1000;

    private readonly ImapClient client = new();

    public string Identity => $"imap:{account.User}@{account.Host}:{account.Port}";

    public async IAsyncEnumerable<SourceFolder> FoldersAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await ConnectAsync(ct);
        var names = client.PersonalNamespaces.Count > 0 ? client.PersonalNamespaces : new FolderNamespaceCollection { new FolderNamespace('/', string.Empty) };
        var folders = await client.GetFoldersAsync(names[0], StatusItems.None, subscribedOnly: false, ct);
        yield return new SourceFolder(Mailbox.Inbox, client.Inbox!.FullName, SpecialUse.None, Subscribed: true);
        foreach (var folder in folders.Where(folder => folder != client.Inbox && (folder.Attributes & (FolderAttributes.NoSelect | FolderAttributes.NonExistent)) is FolderAttributes.None))
            yield return new SourceFolder(PathOf(folder, names[0].Path), folder.FullName, UseOf(folder.Attributes), folder.IsSubscribed);
    }

    public async IAsyncEnumerable<SourceMessage> MessagesAsync(SourceFolder folder, [EnumeratorCancellation] CancellationToken ct)
    {
        var opened = folder.Place == client.Inbox!.FullName ? client.Inbox : await client.GetFolderAsync(folder.Place, ct);
        await opened.OpenAsync(FolderAccess.ReadOnly, ct);
        for (int start = 0; start < opened.Count; start += Page)
        {
            var page = await opened.FetchAsync(start, Math.Min(start + Page, opened.Count) - 1, MessageSummaryItems.UniqueId | MessageSummaryItems.Flags | MessageSummaryItems.InternalDate, ct);
            foreach (var summary in page)
            {
                yield return new SourceMessage(
                    $"{opened.UidValidity}.{summary.UniqueId.Id}", FlagsOf(summary.Flags ?? MessageFlags.None), [.. summary.Keywords ?? new HashSet<string>()],
                    summary.InternalDate ?? DateTimeOffset.UnixEpoch, LineForm.AsTheyAre,
                    async token => await opened.GetStreamAsync(summary.UniqueId, string.Empty, token))
                {
                    FindUniqueIdAsync = opened == client.Inbox && uniqueIds is not null ? uniqueIds.FindAsync : null,
                };
            }
        }

        await opened.CloseAsync(expunge: false, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (client.IsConnected)
            await client.DisconnectAsync(quit: true);
        client.Dispose();
        if (uniqueIds is not null)
            await uniqueIds.DisposeAsync();
    }

    private async Task ConnectAsync(CancellationToken ct)
    {
        if (client.IsConnected)
            return;
        await RemoteLogin.EnterAsync(client, account, ct);
    }

    private static string PathOf(IMailFolder folder, string prefix)
    {
        string name = folder.FullName;
        if (prefix.Length > 0 && name.StartsWith(prefix + folder.DirectorySeparator, StringComparison.Ordinal))
            name = name[(prefix.Length + 1)..];
        return folder.DirectorySeparator is '/' or '\0' ? name : name.Replace('/', '_').Replace(folder.DirectorySeparator, Mailbox.Separator);
    }

    private static SpecialUse UseOf(FolderAttributes attributes) =>
        attributes.HasFlag(FolderAttributes.Archive) ? SpecialUse.Archive
        : attributes.HasFlag(FolderAttributes.Drafts) ? SpecialUse.Drafts
        : attributes.HasFlag(FolderAttributes.Junk) ? SpecialUse.Junk
        : attributes.HasFlag(FolderAttributes.Sent) ? SpecialUse.Sent
        : attributes.HasFlag(FolderAttributes.Trash) ? SpecialUse.Trash
        : SpecialUse.None;

    private static SystemFlags FlagsOf(MessageFlags flags) =>
        (flags.HasFlag(MessageFlags.Seen) ? SystemFlags.Seen : 0) | (flags.HasFlag(MessageFlags.Answered) ? SystemFlags.Answered : 0) | (flags.HasFlag(MessageFlags.Flagged) ? SystemFlags.Flagged : 0)
        | (flags.HasFlag(MessageFlags.Deleted) ? SystemFlags.Deleted : 0) | (flags.HasFlag(MessageFlags.Draft) ? SystemFlags.Draft : 0);
}
