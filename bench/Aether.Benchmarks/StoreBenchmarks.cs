using System.Text;
using Aether.Mime.Scanning;
using Aether.Storage;
using Aether.Storage.Acceptance;
using Aether.Storage.Mailboxes;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Benchmarks;

/// <summary>Durable deliveries into one store from several senders at once, and the reads of a list view.</summary>
[MemoryDiagnoser]
public class StoreBenchmarks
{
    private const int Accounts = 50;
    private const int PerCall = 2_000;

    private readonly string folder = Directory.CreateTempSubdirectory("aether-bench-").FullName;
    private MailStore store = null!;
    private AccountId[] accounts = [];
    private Mailbox inbox = null!;
    private byte[] mail = [];
    private long sent;

    [Params(1, 20)]
    public int Senders { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        mail = SampleMail.Make(4_096);
        store = MailStore.Open(new StoreOptions(folder), MimeLimits.Default, TimeProvider.System, NullLogger.Instance);
        await store.Directory.AddDomainAsync("example.test", null, CancellationToken.None);
        for (int i = 0; i < Accounts; i++)
            await store.Directory.AddAccountAsync($"u{i}@example.test", "x", 0, CancellationToken.None);
        accounts = await store.Directory.ListAccountsAsync(null, "", CancellationToken.None).Select(account => account.Id).ToArrayAsync();
        inbox = (await store.Mailboxes.FindAsync(accounts[0], Mailbox.Inbox, CancellationToken.None))!;
        for (int i = 0; i < 25; i++)
            await DeliverAsync();
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Benchmark(OperationsPerInvoke = PerCall)]
    public Task DeliverAsync()
    {
        int next = 0;
        return Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            for (int i = Interlocked.Increment(ref next); i <= PerCall; i = Interlocked.Increment(ref next))
            {
                await using var draft = store.Bodies.NewDraft();
                draft.Write(Encoding.ASCII.GetBytes($"Message-ID: <{Interlocked.Increment(ref sent)}@remote.test>\r\n"));
                draft.Write(mail);
                var message = await draft.CompleteAsync(CancellationToken.None);
                await store.Acceptance.AcceptAsync(message, new AcceptPlan("m", [new LocalDelivery(accounts[i % Accounts], null, ReadOnlyMemory<byte>.Empty)], null), CancellationToken.None);
            }
        })));
    }

    /// <summary>All rows of a mailbox of a thousand messages and more.</summary>
    [Benchmark]
    public async Task<int> ListAsync() => (await store.Messages.ListAsync(accounts[0], inbox.Id, CancellationToken.None)).Count;
}
