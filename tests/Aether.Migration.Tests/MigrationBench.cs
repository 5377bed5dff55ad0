using System.Text;
using Aether.Migration.Exporting;
using Aether.Migration.Importing;
using Aether.Migration.Sources;
using Aether.Storage;
using Aether.Storage.Accounts;
using Aether.Storage.Messages;
using Aether.Testing.Stores;

namespace Aether.Migration.Tests;

/// <summary>A store with the account ann@x.test, and a folder for files of other programs.</summary>
internal sealed class MigrationBench : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private MigrationBench(TestStore store, Account account) => (Store, Account) = (store, account);

    public TestStore Store { get; }

    public Account Account { get; }

    public string Journals => folder.File("imports");

    public static async Task<MigrationBench> StartAsync(Func<StoreOptions, StoreOptions>? change = null)
    {
        var store = new TestStore(change);
        return new MigrationBench(store, await store.AddAccountAsync("ann@x.test"));
    }

    public string PathOf(string name) => folder.File(name);

    /// <summary>Writes a file with its folders; its date is when a message came in.</summary>
    public string Write(string name, string text, DateTime? date = null)
    {
        string path = folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        File.SetLastWriteTimeUtc(path, date ?? new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        return path;
    }

    public async Task<ImportReport> ImportAsync(IMailSource source, string into = "")
    {
        await using (source)
            return await new MailImport(Store.Store, Journals).RunAsync(Account.Id, source, into, CancellationToken.None);
    }

    public MailExport Export => new(Store.Store);

    /// <summary>The messages of a mailbox as "flags date subject", in order of their UIDs.</summary>
    public async Task<List<string>> ListAsync(string mailbox)
    {
        var found = await Store.FindMailboxAsync(Account.Id, mailbox);
        var keywords = await Store.Store.Messages.KeywordsAsync(Account.Id, CancellationToken.None);
        var lines = new List<string>();
        foreach (var row in await Store.Store.Messages.ListAsync(Account.Id, found.Id, CancellationToken.None))
        {
            string text = Encoding.UTF8.GetString(await Store.ReadAllAsync(Account.Id, row.Email));
            var names = Enumerable.Range(KeywordTable.FirstBit, KeywordTable.LastBit - KeywordTable.FirstBit + 1).Where(bit => (row.Flags >> bit & 1) is 1).Select(keywords.NameOf);
            lines.Add($"{row.System} [{string.Join(' ', names)}] {row.InternalDate:s} {text.Split("\r\n").First(static line => line.StartsWith("Subject: ", StringComparison.Ordinal))[9..]}");
        }

        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        folder.Dispose();
    }
}
