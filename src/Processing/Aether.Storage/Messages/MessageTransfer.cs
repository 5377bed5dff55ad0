using System.Buffers;
using Aether.Storage.Bodies;

namespace Aether.Storage.Messages;

/// <summary>Takes messages from one account to another: their octets are stored anew, for blobs are shared inside an operation only. RFC 9051 §6.4.7.</summary>
public sealed class MessageTransfer
{
    /// <summary>Messages held at a time, small ones in memory.</summary>
    private const int Portion = 100;

    private const int Chunk = 48 << 10;

    private readonly MessageStore messages;
    private readonly BodyStore bodies;

    internal MessageTransfer(MessageStore messages, BodyStore bodies)
    {
        this.messages = messages;
        this.bodies = bodies;
    }

    /// <summary>Copies messages, all or none: when one fails, the others are taken back. What is gone by now is left out.</summary>
    /// <param name="rows">Messages of <paramref name="source"/>, by UID.</param>
    /// <param name="flagsOf">The flags that the copy of a row carries.</param>
    /// <exception cref="CorruptBlobException">A message can't be read.</exception>
    /// <exception cref="StoreUnavailableException">The store takes nothing at the moment.</exception>
    public async Task<CopyResult> CopyAsync(
        AccountId source, IReadOnlyList<MessageRow> rows, (AccountId Account, MailboxId Mailbox) target, Func<MessageRow, FlagChange> flagsOf, CancellationToken ct)
    {
        var pairs = new List<CopyResult.Pair>();
        uint uidValidity = 0;
        try
        {
            foreach (var piece in rows.Chunk(Portion))
            {
                var (there, drafts) = await ReadAsync(source, piece, flagsOf, ct);
                if (drafts.Count is 0)
                    continue;
                var result = await messages.AppendAllAsync(target.Account, target.Mailbox, drafts, ct);
                if (result.Status is not MessageStatus.Done)
                {
                    await TakeBackAsync(target, pairs);
                    return new CopyResult(result.Status, 0, []);
                }

                uidValidity = result.UidValidity;
                pairs.AddRange(there.Zip(result.Uids, static (from, to) => new CopyResult.Pair(from, to)));
            }
        }
        catch (Exception failure) when (failure is CorruptBlobException or StoreUnavailableException or OperationCanceledException)
        {
            await TakeBackAsync(target, pairs);
            throw;
        }

        return new CopyResult(MessageStatus.Done, uidValidity, pairs);
    }

    /// <summary>Whoever called may have given up: what was begun is taken back all the same.</summary>
    private Task<IReadOnlyList<Uid>> TakeBackAsync((AccountId Account, MailboxId Mailbox) target, List<CopyResult.Pair> pairs) =>
        messages.RemoveAsync(target.Account, target.Mailbox, [.. pairs.Select(static pair => pair.Target).Order()], CancellationToken.None);

    private async Task<(List<Uid> There, List<AppendedMessage> Drafts)> ReadAsync(AccountId source, MessageRow[] rows, Func<MessageRow, FlagChange> flagsOf, CancellationToken ct)
    {
        var emails = (await messages.ReadEmailsAsync(source, Array.ConvertAll(rows, static row => row.Email), ct)).DistinctBy(static email => email.Id).ToDictionary(static email => email.Id);
        var there = new List<Uid>(rows.Length);
        var drafts = new List<AppendedMessage>(rows.Length);
        foreach (var row in rows)
        {
            if (!emails.TryGetValue(row.Email, out var email))
                continue;
            if (email.IsDamaged)
                throw new CorruptBlobException(email.Blob, "its row is damaged");
            there.Add(row.Uid);
            drafts.Add(new AppendedMessage(await CopyAsync(email, ct), flagsOf(row), row.InternalDate));
        }

        return (there, drafts);
    }

    private async Task<StoredMessage> CopyAsync(EmailRow email, CancellationToken ct)
    {
        using var body = await messages.OpenBodyAsync(email, ct);
        await using var draft = bodies.NewDraft();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            for (long at = 0; at < body.Size;)
            {
                int count = await body.ReadAsync(at, buffer, ct);
                if (count is 0)
                    throw new CorruptBlobException(email.Blob, "it ends early");
                draft.Write(buffer.AsSpan(0, count));
                await draft.FlushAsync(ct);
                at += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return await draft.CompleteAsync(ct);
    }
}
