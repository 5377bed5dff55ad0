using System.Buffers;
using Aether.Migration.Lines;
using Aether.Storage;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Migration.Exporting;

/// <summary>Writes an account's mail into files that other programs read, folder by folder, a message at a time.</summary>
public sealed class MailExport(MailStore store)
{
    private const int Portion = 256;
    private const int Chunk = 48 * 1024;

    public async Task<ExportReport> ToMaildirAsync(AccountId account, string root, CancellationToken ct)
    {
        using var target = new MaildirTarget(root);
        return await RunAsync(account, root, target, ct);
    }

    public async Task<ExportReport> ToMboxAsync(AccountId account, string root, CancellationToken ct)
    {
        using var target = new MboxTarget(root);
        return await RunAsync(account, root, target, ct);
    }

    /// <exception cref="MigrationException">There is something already, or it can't be written.</exception>
    private async Task<ExportReport> RunAsync(AccountId account, string root, IExportTarget target, CancellationToken ct)
    {
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any())
            throw new MigrationException($"{root} is not empty.");
        try
        {
            Directory.CreateDirectory(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var keywords = await store.Messages.KeywordsAsync(account, ct);
            var report = new ExportReport(0, 0, 0, 0);
            foreach (var mailbox in await store.Mailboxes.ListAsync(account, ct))
            {
                if (!mailbox.Selectable)
                    continue;
                target.BeginFolder(mailbox, keywords);
                report = await RunAsync(mailbox, target, report with { Folders = report.Folders + 1 }, ct);
                target.EndFolder();
            }

            return report;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException(failed.Message, failed);
        }
    }

    private async Task<ExportReport> RunAsync(Mailbox mailbox, IExportTarget target, ExportReport report, CancellationToken ct)
    {
        var rows = (await store.Messages.ListAsync(mailbox.Account, mailbox.Id, ct)).ToArray();
        foreach (var portion in rows.Chunk(Portion))
        {
            var emails = await store.Messages.ReadEmailsAsync(mailbox.Account, Array.ConvertAll(portion, static row => row.Email), ct);
            int next = 0;
            foreach (var row in portion)
            {
                if (next >= emails.Count || emails[next].Id != row.Email)
                    continue; // somebody has removed it since
                bool written = await TryWriteAsync(row, emails[next++], target, ct);
                report = written ? report with { Messages = report.Messages + 1, Octets = report.Octets + row.Size } : report with { Damaged = report.Damaged + 1 };
            }
        }

        return report;
    }

    private async Task<bool> TryWriteAsync(MessageRow row, EmailRow email, IExportTarget target, CancellationToken ct)
    {
        if (email.IsDamaged)
            return false;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            using var body = await store.Messages.OpenBodyAsync(email, ct);
            await body.CheckAsync(0, body.Size, ct); // before anything is written
            var stream = target.BeginMessage(row);
            var writer = new LineFormWriter(target.Lines);
            var lines = new ArrayBufferWriter<byte>(Chunk * 2);
            for (long at = 0; at < body.Size;)
            {
                int count = await body.ReadAsync(at, buffer.AsMemory(0, Chunk), ct);
                at += count;
                writer.Write(buffer.AsSpan(0, count), lines);
                await stream.WriteAsync(lines.WrittenMemory, ct);
                lines.ResetWrittenCount();
            }

            writer.Complete(lines);
            await stream.WriteAsync(lines.WrittenMemory, ct);
            target.EndMessage(row);
            return true;
        }
        catch (CorruptBlobException)
        {
            return false; // the store has told the operator
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
