using System.Globalization;
using System.Text;
using Aether.Mime.Scanning;
using Aether.Storage.Accounts;
using Aether.Storage.Backup;
using Aether.Storage.Blobs;
using Aether.Storage.Messages;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Postgres;

/// <summary>One node on a PostgreSQL database, with a data folder of its own and short patience.</summary>
internal sealed class PostgresNode : IAsyncDisposable
{
    /// <summary>A bucket that small bodies never need, so that several nodes may share a database.</summary>
    private const string Bucket = "s3://key:secret@mail?endpoint=http://127.0.0.1:9";

    private readonly TemporaryFolder folder = new();
    private readonly LargeBlobs large;

    public PostgresNode(string url, Func<DatabaseLimits, DatabaseLimits>? change = null, string blobs = Bucket, Func<StoreOptions, StoreOptions>? options = null)
    {
        var limits = new DatabaseLimits { Patience = TimeSpan.FromSeconds(20), Connect = TimeSpan.FromSeconds(2), LongestRetry = TimeSpan.FromMilliseconds(200), Lock = TimeSpan.FromMilliseconds(500) };
        var chosen = new StoreOptions(folder.Path, url, Readers: 4) { BlobsUrl = blobs };
        var context = new StoreContext(options?.Invoke(chosen) ?? chosen, MimeLimits.Default, TimeProvider.System, e => throw e)
        {
            Database = change?.Invoke(limits) ?? limits,
        };
        Store = MailStore.Open(context);
        large = new LargeBlobs(new SegmentFiles(context.Disk, folder.Path, 1 << 20, context.InDoubt), null);
        Snapshots = Store.Engine.NewSnapshots(large, context);
    }

    public MailStore Store { get; }

    /// <summary>What its backups read.</summary>
    public IStoreSnapshots Snapshots { get; }

    public async Task<Account> AddAccountAsync(string address)
    {
        await Store.Directory.AddDomainAsync(address[(address.IndexOf('@') + 1)..], null, default);
        Assert.Equal(DirectoryResult.Done, await Store.Directory.AddAccountAsync(address, "", 0, default));
        return (await Store.Directory.FindAccountAsync(address, default))!;
    }

    public async Task<MailboxId> InboxAsync(AccountId account) => (await Store.Mailboxes.FindAsync(account, "INBOX", default))!.Id;

    /// <summary>Stores a small message with this subject in INBOX.</summary>
    public Task<AppendResult> AppendAsync(AccountId account, MailboxId mailbox, int subject) =>
        AppendAsync(account, mailbox, string.Create(CultureInfo.InvariantCulture, $"Subject: n{subject}\r\n\r\ntext\r\n"));

    public async Task<AppendResult> AppendAsync(AccountId account, MailboxId mailbox, string message)
    {
        await using var draft = Store.Bodies.NewDraft();
        draft.Write(Encoding.UTF8.GetBytes(message));
        return await Store.Messages.AppendAsync(account, mailbox, await draft.CompleteAsync(default), new FlagChange(FlagChangeMode.Replace, SystemFlags.None, []), null, default);
    }

    /// <summary>The subjects in a mailbox, sorted, with the UIDs checked for order.</summary>
    public async Task<List<int>> SubjectsAsync(AccountId account, MailboxId mailbox)
    {
        var rows = await Store.Messages.ListAsync(account, mailbox, default);
        var subjects = new List<int>();
        foreach (var email in await Store.Messages.ReadEmailsAsync(account, rows.Select(row => row.Email).ToArray(), default))
        {
            string envelope = Encoding.ASCII.GetString(email.Envelope.Span);
            int at = envelope.IndexOf("\"n", StringComparison.Ordinal) + 2;
            subjects.Add(int.Parse(envelope[at..envelope.IndexOf('"', at)], CultureInfo.InvariantCulture));
        }
        Assert.Equal(rows.Count, subjects.Count);
        subjects.Sort();
        return subjects;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        large.Dispose();
        folder.Dispose();
    }
}
