using Aether.Storage.Durability;

namespace Aether.Storage.Backup;

/// <summary>
/// What is noted on messages by accounts that come further behind in the backup: kept until all are there, in a file that has no name
/// any more, so that memory holds none of it and a crash leaves nothing behind.
/// </summary>
internal sealed class LateNotes(RestoreTarget store, IDisk disk, string folder) : IDisposable
{
    private IDiskFile? file;
    private DiskStream? stream;
    private BackupWriter? writer;

    /// <summary>Brings notes back whose readers are there, and keeps the others.</summary>
    public async Task AddAsync(NotedRecord noted, CancellationToken ct)
    {
        var late = await RestoreAsync(noted, ct);
        if (late.Count == 0)
            return;
        if (writer is null)
        {
            string path = Path.Combine(folder, $"restore-{Guid.NewGuid():N}");
            file = disk.Create(path);
            disk.Delete(path);
            stream = new DiskStream(file, FileAccess.Write);
            writer = new BackupWriter(stream);
        }

        writer.Write(BackupKind.Annotation, noted with { Notes = late }, BackupJson.Default.NotedRecord);
    }

    /// <summary>All accounts are there: brings back what was kept, but for what belongs to somebody who did not come.</summary>
    public async Task RestoreAsync(CancellationToken ct)
    {
        if (writer is null)
            return;
        writer.Complete();
        using var input = new DiskStream(file!, FileAccess.Read);
        using var reader = new BackupReader(input);
        while (reader.Next())
        {
            ct.ThrowIfCancellationRequested();
            await RestoreAsync(reader.Read(BackupJson.Default.NotedRecord), ct);
        }
    }

    public void Dispose()
    {
        writer?.Dispose();
        stream?.Dispose();
        file?.Dispose();
    }

    private Task<IReadOnlyList<NoteRecord>> RestoreAsync(NotedRecord noted, CancellationToken ct) =>
        MessageNotes.RestoreAsync(store, new AccountId(noted.Account), new MailboxId(noted.Mailbox), new Uid(noted.Uid), noted.Notes, ct);
}
