using System.Collections.Concurrent;
using System.Globalization;
using Aether.Storage.Durability;

namespace Aether.Storage.Messages;

/// <summary>
/// Files with the rows of large mailboxes, so that the first opening after a start does not read them one by one. They are
/// written behind the opening, one at a time, and whatever goes wrong with one only costs the time it would have saved.
/// </summary>
internal sealed class RowFiles : IAsyncDisposable
{
    private const string Ending = ".rows";
    private readonly IDisk disk;
    private readonly string folder;
    private readonly int least;
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<MailboxId, int> changedSince = new();
    private readonly HashSet<MailboxId> waiting = [];
    private Task writing = Task.CompletedTask;
    private bool isClosed;

    /// <param name="folder">Created with the first file.</param>
    /// <param name="least">Rows from which on a mailbox is worth a file.</param>
    public RowFiles(IDisk disk, string folder, int least)
    {
        this.disk = disk;
        this.folder = folder;
        this.least = least;
    }

    /// <summary>Held while a file is read and its rows kept, so that sessions that open the same large mailbox share them.</summary>
    public SemaphoreSlim Loading { get; } = new(1);

    /// <summary>What is waiting to be written is written.</summary>
    public Task Idle
    {
        get
        {
            lock (gate)
                return writing;
        }
    }

    /// <summary>The rows as they once were; null when no sound file has them.</summary>
    public RowFileContent? Load(AccountId account, MailboxId mailbox)
    {
        IDiskFile? file = null;
        RowFileContent? content = null;
        try
        {
            file = disk.OpenRead(PathOf(account, mailbox));
            content = file is null ? null : RowFile.Read(file, account, mailbox);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // The database has them too.
        }

        if (content is null)
            file?.Dispose();
        return content;
    }

    /// <summary>Notes how many rows changed since the last call; a file too far behind is written anew.</summary>
    /// <param name="changed">Null: there is no sound file.</param>
    public void Note(AccountId account, MailboxId mailbox, uint uidValidity, MailboxRows rows, int? changed)
    {
        if (rows.Rows.Count < least)
            return;
        int total = changed is { } more ? changedSince.AddOrUpdate(mailbox, more, (_, before) => before + more) : int.MaxValue;
        if (total <= least / 10 + (rows.Rows.Count / 100))
            return;
        lock (gate)
        {
            if (isClosed || !waiting.Add(mailbox))
                return;
            changedSince[mailbox] = 0;
            writing = writing.ContinueWith(_ => Write(account, mailbox, uidValidity, rows), TaskScheduler.Default);
        }
    }

    public void Forget(AccountId account, MailboxId mailbox)
    {
        changedSince.TryRemove(mailbox, out _);
        Try(() => disk.Delete(PathOf(account, mailbox)));
    }

    /// <summary>Deletes the files of mailboxes that are gone.</summary>
    /// <param name="exists">Whether a mailbox is still there.</param>
    public async Task SweepAsync(Func<AccountId, MailboxId, Task<bool>> exists)
    {
        IReadOnlyList<string> paths = [];
        Try(() => paths = disk.List(folder)); // there is no folder before the first file
        foreach (string path in paths)
        {
            string[] ids = Path.GetFileNameWithoutExtension(path).Split('-');
            bool isNamed = ids.Length is 2 && path.EndsWith(Ending, StringComparison.Ordinal);
            if (isNamed && long.TryParse(ids[0], CultureInfo.InvariantCulture, out long account) && long.TryParse(ids[1], CultureInfo.InvariantCulture, out long mailbox)
                && !await exists(new AccountId(account), new MailboxId(mailbox)))
            {
                Forget(new AccountId(account), new MailboxId(mailbox));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (gate)
            (isClosed, last) = (true, writing);
        await last;
        Loading.Dispose();
    }

    private void Write(AccountId account, MailboxId mailbox, uint uidValidity, MailboxRows rows)
    {
        lock (gate)
            waiting.Remove(mailbox);
        string path = PathOf(account, mailbox);
        string temporary = path + ".new";
        bool isWritten = Try(() =>
        {
            disk.CreateFolder(folder);
            disk.Delete(temporary);
            using (var file = disk.Create(temporary))
                RowFile.Write(file, account, mailbox, uidValidity, rows);
            disk.Rename(temporary, path);
        });
        if (!isWritten)
            Try(() => disk.Delete(temporary));
    }

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return false; // a full disk, say: mail matters more
        }
    }

    private string PathOf(AccountId account, MailboxId mailbox) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{account.Value}-{mailbox.Value}{Ending}"));
}
