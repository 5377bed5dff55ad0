using System.Buffers;
using Aether.Migration.Lines;
using Aether.Migration.Sources;
using Aether.Mime.Scanning;
using Aether.Storage;
using Aether.Storage.Bodies;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Migration.Importing;

/// <summary>Brings in the messages of one folder, a batch at a time; memory does not grow with the folder's octets.</summary>
internal sealed class FolderImport(MailStore store, Mailbox mailbox, ImportJournal journal)
{
    private const int BatchMessages = 100;
    private const long BatchOctets = 8 << 20;
    private const int Chunk = 48 * 1024;

    /// <summary>Octets of a message in which an X-UIDL field is looked for.</summary>
    private const int MaxHead = 64 * 1024;

    private readonly List<(SourceMessage Source, AppendedMessage Message)> batch = [];
    private readonly Dictionary<(long Seconds, long Size), Queue<Uid>> unrecorded = [];
    private readonly ArrayBufferWriter<byte> lines = new(Chunk * 2);
    private readonly ArrayBufferWriter<byte> head = new(MaxHead);
    private long batchOctets;
    private long imported;
    private long known;
    private long updated;
    private long refused;
    private long octets;
    private long uniqueIds;

    public async Task RunAsync(IAsyncEnumerable<SourceMessage> messages, CancellationToken ct)
    {
        await FindUnrecordedAsync(ct);
        await foreach (var message in messages)
        {
            if (journal.Find(message.Key) is { } entry)
                await FollowFlagsAsync(message, entry, ct);
            else
                await TakeAsync(message, ct);
            if (batch.Count >= BatchMessages || batchOctets >= BatchOctets)
                await StoreAsync(ct);
        }

        await StoreAsync(ct);
    }

    public ImportReport AddTo(ImportReport report) => new(
        report.Folders + 1, report.Imported + imported, report.Known + known, report.Updated + updated, report.Refused + refused, report.Octets + octets, report.UniqueIds + uniqueIds);

    /// <summary>After a crash messages may be here that the journal does not know: those behind its last one.</summary>
    private async Task FindUnrecordedAsync(CancellationToken ct)
    {
        foreach (var row in await store.Messages.ListAsync(mailbox.Account, mailbox.Id, ct))
        {
            if (row.Uid.Value <= journal.HighestUid)
                continue;
            var key = (row.InternalSeconds, row.Size);
            if (!unrecorded.TryGetValue(key, out var uids))
                unrecorded[key] = uids = new Queue<Uid>();
            uids.Enqueue(row.Uid);
        }
    }

    private async Task TakeAsync(SourceMessage source, CancellationToken ct)
    {
        await using var draft = store.Bodies.NewDraft();
        if (!await TryReadAsync(source, draft, ct))
        {
            refused++;
            return;
        }

        if (source.UniqueId is null && mailbox.Path == Mailbox.Inbox)
            source = source with { UniqueId = await UniqueIdOfAsync(source, draft.Size, ct) };
        if (source.UniqueId is not null)
            uniqueIds++;
        if (unrecorded.TryGetValue((source.Date.ToUnixTimeSeconds(), draft.Size), out var uids) && uids.TryDequeue(out var uid))
        {
            if (source.UniqueId is { } uniqueId)
                await store.Annotations.SetUniqueIdAsync(mailbox.Account, mailbox.Id, uid, uniqueId, ct);
            journal.Add(source.Key, uid, FlagsText(source));
            known++;
            return;
        }

        batchOctets += draft.Size;
        var flags = new FlagChange(FlagChangeMode.Replace, source.Flags, source.Keywords);
        batch.Add((source, new AppendedMessage(await draft.CompleteAsync(ct), flags, source.Date)));
    }

    private async ValueTask<string?> UniqueIdOfAsync(SourceMessage source, long size, CancellationToken ct)
    {
        string? told = source.FindUniqueIdAsync is { } find ? await find(head.WrittenMemory, size, ct) : null;
        return told ?? UniqueId.OfHeader(head.WrittenSpan);
    }

    /// <summary>False for what no client could have stored either.</summary>
    private async Task<bool> TryReadAsync(SourceMessage source, MessageDraft draft, CancellationToken ct)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        head.ResetWrittenCount();
        try
        {
            await using var stream = await source.OpenAsync(ct);
            var reader = new LineFormReader(source.Lines);
            int count;
            while ((count = await stream.ReadAsync(buffer.AsMemory(0, Chunk), ct)) > 0)
            {
                reader.Read(buffer.AsSpan(0, count), lines);
                await MoveAsync(draft, ct);
            }

            reader.Complete(lines);
            await MoveAsync(draft, ct);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return draft.Size > 0 && draft.Scanner.Violation is HeaderViolation.None;
    }

    private ValueTask MoveAsync(MessageDraft draft, CancellationToken ct)
    {
        head.Write(lines.WrittenSpan[..Math.Min(lines.WrittenCount, MaxHead - head.WrittenCount)]);
        draft.Write(lines.WrittenSpan);
        lines.ResetWrittenCount();
        return draft.FlushAsync(ct);
    }

    private async Task StoreAsync(CancellationToken ct)
    {
        if (batch.Count is 0)
            return;
        var result = await store.Messages.AppendAllAsync(mailbox.Account, mailbox.Id, batch.ConvertAll(static pair => pair.Message), ct);
        if (result.Status is not MessageStatus.Done)
            throw new MigrationException(result.Status is MessageStatus.OverQuota ? "The account is full; what came before is here." : "The folder is gone.");
        await Task.WhenAll(batch.Zip(result.Uids).Where(static pair => pair.First.Source.UniqueId is not null)
            .Select(pair => store.Annotations.SetUniqueIdAsync(mailbox.Account, mailbox.Id, pair.Second, pair.First.Source.UniqueId!, ct)));
        for (int i = 0; i < batch.Count; i++)
            journal.Add(batch[i].Source.Key, result.Uids[i], FlagsText(batch[i].Source));
        await journal.FlushAsync(ct);
        imported += batch.Count;
        octets += batchOctets;
        batch.Clear();
        batchOctets = 0;
    }

    /// <summary>What changed at the source changes here; what the user changed here since stays, unless the source changed the message too.</summary>
    private async Task FollowFlagsAsync(SourceMessage source, ImportJournal.Entry entry, CancellationToken ct)
    {
        known++;
        string now = FlagsText(source);
        if (now == entry.Flags)
            return;
        await store.Messages.SetFlagsAsync(mailbox.Account, mailbox.Id, [entry.Uid], new FlagChange(FlagChangeMode.Replace, source.Flags, source.Keywords), ct);
        journal.Add(source.Key, entry.Uid, now);
        updated++;
    }

    private static string FlagsText(SourceMessage source) => $"{(int)source.Flags},{string.Join(',', source.Keywords.Order(StringComparer.Ordinal).Select(Uri.EscapeDataString))}";
}
