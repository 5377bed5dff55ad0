using Aether.Storage.Annotations;

namespace Aether.Storage.Backup;

/// <summary>What is noted on messages goes with them, by the addresses of those whose it is. RFC 5257.</summary>
internal static class MessageNotes
{
    /// <summary>What stands on one message; of readers who are gone nothing.</summary>
    public static async Task<IReadOnlyList<NoteRecord>> ReadAsync(StoreView view, AccountId account, MailboxId mailbox, Uid uid, BackupAddresses addresses, CancellationToken ct)
    {
        var notes = new List<NoteRecord>();
        foreach (var note in await view.Annotations.AllAsync(account, mailbox, uid, ct))
        {
            string? reader = note.Reader is { } id ? await addresses.FindAsync(id, ct) : null;
            if (note.Reader is null || reader is not null)
                notes.Add(new NoteRecord(reader, note.Name, note.Value.ToArray()));
        }

        return notes;
    }

    /// <summary>Brings notes back whose readers are there.</summary>
    /// <returns>Those of readers who are not.</returns>
    public static async Task<IReadOnlyList<NoteRecord>> RestoreAsync(RestoreTarget store, AccountId account, MailboxId mailbox, Uid uid, IReadOnlyList<NoteRecord> notes, CancellationToken ct)
    {
        var changes = new List<MetadataChange>();
        var late = new List<NoteRecord>();
        foreach (var note in notes)
        {
            if (note.Reader is null)
                changes.Add(new MetadataChange(note.Name, null, note.Value));
            else if (await store.Directory.FindAccountAsync(note.Reader, ct) is { } reader)
                changes.Add(new MetadataChange(note.Name, reader.Id, note.Value));
            else
                late.Add(note);
        }

        if (changes.Count > 0)
            await store.Annotations.SetAsync(account, mailbox, [uid], changes, int.MaxValue, null, ct);
        return late;
    }
}
