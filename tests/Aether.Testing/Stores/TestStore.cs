using System.Text;
using Aether.Mime.Scanning;
using Aether.Storage;
using Aether.Storage.Accounts;
using Aether.Storage.Bodies;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Testing.Stores;

/// <summary>A real store in a temporary folder (see <see cref="TestDatabases"/>), with a clock that stands until it is moved.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StoreOptions options;

    public TestStore(Func<StoreOptions, StoreOptions>? change = null)
    {
        options = TestDatabases.ArePostgres ? new StoreOptions(folder.Path, TestDatabases.NewPostgres(), Readers: 4) : new StoreOptions(folder.Path);
        options = options with { SearchPlace = TestDatabases.Search };
        options = change?.Invoke(options) ?? options;
        Store = Open();
    }

    public MailStore Store { get; private set; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public string Folder => folder.Path;

    /// <summary>The file or the URL of its rows, as the options name it.</summary>
    public string Database => options.Database;

    /// <summary>Closes the store and opens it again, as a restart does.</summary>
    public async Task ReopenAsync()
    {
        await DisposeStoreAsync();
        OpenAgain();
    }

    /// <summary>Closes the store, so that something can be done to its files before <see cref="OpenAgain"/>.</summary>
    public ValueTask DisposeStoreAsync() => Store.DisposeAsync();

    public void OpenAgain() => Store = Open();

    /// <summary>Adds an account, and its domain when that is new.</summary>
    public async Task<Account> AddAccountAsync(string address, string secret = "")
    {
        await Store.Directory.AddDomainAsync(address[(address.IndexOf('@') + 1)..], null, CancellationToken.None);
        Assert.Equal(DirectoryResult.Done, await Store.Directory.AddAccountAsync(address, secret, 0, CancellationToken.None));
        return (await Store.Directory.FindAccountAsync(address, CancellationToken.None))!;
    }

    public async Task<Mailbox> FindMailboxAsync(AccountId account, string path) =>
        await Store.Mailboxes.FindAsync(account, path, CancellationToken.None) ?? throw new InvalidOperationException($"No mailbox {path}.");

    /// <summary>A message ready to be stored.</summary>
    public async Task<StoredMessage> DraftAsync(byte[] octets)
    {
        await using var draft = Store.Bodies.NewDraft();
        for (int at = 0; at < octets.Length; at += 60_000)
        {
            draft.Write(octets.AsSpan(at, Math.Min(60_000, octets.Length - at)));
            await draft.FlushAsync(CancellationToken.None);
        }
        return await draft.CompleteAsync(CancellationToken.None);
    }

    /// <summary>Appends a message to a mailbox.</summary>
    public async Task<AppendResult> AppendAsync(AccountId account, MailboxId mailbox, string message, SystemFlags flags = SystemFlags.None, params string[] keywords) =>
        await Store.Messages.AppendAsync(
            account, mailbox, await DraftAsync(Encoding.UTF8.GetBytes(message)), new FlagChange(FlagChangeMode.Replace, flags, keywords), null, CancellationToken.None);

    /// <summary>All octets of an email.</summary>
    public async Task<byte[]> ReadAllAsync(AccountId account, EmailId email)
    {
        var rows = await Store.Messages.ReadEmailsAsync(account, new[] { email }, CancellationToken.None);
        using var body = await Store.Messages.OpenBodyAsync(Assert.Single(rows), CancellationToken.None);
        byte[] octets = new byte[body.Size];
        for (long at = 0; at < body.Size;)
            at += await body.ReadAsync(at, octets.AsMemory((int)at), CancellationToken.None);
        return octets;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        folder.Dispose();
    }

    private MailStore Open() => MailStore.Open(options, new MimeLimits(), Clock, NullLogger.Instance);
}
