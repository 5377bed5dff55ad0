using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Aether.Http.Guarded;
using Aether.Identity.Directory;
using Aether.Identity.Recipients;
using Aether.Protocol.Smtp;
using Aether.Queue.Policies;
using Aether.Queue.Routing;
using Aether.Queue.Schedule;
using Aether.Queue.Settings;
using Aether.Queue.Tests.Outbound;
using Aether.Storage.Acceptance;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;
using Aether.Testing.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Queue.Tests;

/// <summary>A worker over a real store, with ann and bob at our.test; remote.test is a <see cref="ScriptedServer"/> on loopback.</summary>
internal sealed class QueueTestBench : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private QueueWorker? worker;

    private QueueTestBench(TestStore store, ScriptedServer remote) => (Store, Remote) = (store, remote);

    public TestStore Store { get; }

    public ScriptedServer Remote { get; }

    public FakeResolver Dns { get; } = new FakeResolver().Mx("remote.test", (10, "mx.remote.test")).Address("mx.remote.test", "127.0.0.1");

    public OutboundOptions Outbound { get; set; } = new() { ConnectTimeout = TimeSpan.FromSeconds(5), KeepOpen = TimeSpan.Zero };

    /// <summary>Policies of other domains that the store has are kept to; nothing is fetched.</summary>
    public bool KeepsPolicies { get; set; }

    public Func<QueueOptions, QueueOptions> Options { get; set; } = options => options;

    public static async Task<QueueTestBench> StartAsync(ScriptedServer? remote = null)
    {
        var store = new TestStore();
        var directory = new DirectoryService(store.Store.Directory, store.Store.Logins);
        await directory.AddDomainAsync("our.test", null, None);
        await directory.AddAccountAsync("ann@our.test", "secret", 0, None);
        await directory.AddAccountAsync("bob@our.test", "secret", 1_000, None);
        await directory.AddAliasAsync("away@our.test", "dora@remote.test", None);
        return new QueueTestBench(store, remote ?? new ScriptedServer());
    }

    /// <summary>Puts a message into the queue, as the SMTP engine does.</summary>
    public async Task EnqueueAsync(string sender, string content, params QueueRecipient[] recipients) =>
        await EnqueueAsync(sender, content, new QueueEnvelope(), recipients);

    public async Task EnqueueAsync(string sender, string content, QueueEnvelope envelope, params QueueRecipient[] recipients)
    {
        var message = await Store.DraftAsync(Encoding.UTF8.GetBytes(content));
        var entry = new QueueEntry(sender, "Received: by our.test\r\n"u8.ToArray(), envelope, QueuePriority.Normal, Store.Clock.GetUtcNow() + TimeSpan.FromDays(5), recipients);
        Assert.True((await Store.Store.Acceptance.AcceptAsync(message, new AcceptPlan("m1", [], entry), None)).IsStored);
    }

    public static QueueRecipient To(string address, string? notify = null)
    {
        Assert.True(Mailbox.TryParse(address, out var mailbox));
        return new QueueRecipient(address, QueueDomains.Of(mailbox), null, notify);
    }

    /// <summary>Lets the worker run until <paramref name="until"/> holds.</summary>
    public async Task RunUntilAsync(Func<Task<bool>> until)
    {
        using var patience = new CancellationTokenSource(Patience);
        if (worker is null)
        {
            worker = NewWorker();
            await worker.StartAsync(None);
        }

        while (!await until())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Delay(5, patience.Token); // real time for sockets to move, bounded by patience
        }
    }

    public Task RunUntilEmptyAsync() => RunUntilAsync(async () => await Store.Store.Queue.CountAsync(None) == 0);

    /// <summary>Runs until the only recipient has an answer written down and waits for its next attempt.</summary>
    public async Task<QueueListing.Row> RunUntilDeferredAsync()
    {
        await RunUntilAsync(async () => (await QueueAsync()).SelectMany(m => m.Recipients).All(r => r.LastReply is not null));
        return Assert.Single(Assert.Single(await QueueAsync()).Recipients);
    }

    public async Task StopAsync()
    {
        if (worker is null)
            return;
        await worker.StopAsync(None);
        worker.Dispose();
        worker = null;
    }

    public async Task<IReadOnlyList<QueueListing>> QueueAsync() => await Store.Store.Queue.ListAsync(null, 1_000, None);

    public async Task<IReadOnlyList<string>> InboxAsync(string user)
    {
        var account = (await Store.Store.Directory.FindAccountAsync($"{user}@our.test", None))!;
        var inbox = await Store.FindMailboxAsync(account.Id, "INBOX");
        var messages = new List<string>();
        foreach (var row in await Store.Store.Messages.ListAsync(account.Id, inbox.Id, None))
            messages.Add(Encoding.UTF8.GetString(await Store.ReadAllAsync(account.Id, row.Email)));
        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Remote.DisposeAsync();
        await Store.DisposeAsync();
        await services.DisposeAsync();
    }

    private QueueWorker NewWorker()
    {
        var routing = new RoutingOptions { Port = Remote.Port, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] };
        var options = new QueueOptions("mail.our.test") { Routing = routing, Outbound = Outbound };
        var backend = new QueueBackend(Store.Store, new RecipientResolver(Store.Store.Directory, Store.Store.Groups), Dns)
        {
            Policies = KeepsPolicies ? new StsPolicies(new TransportOptions(), Store.Store.TlsPolicies, new GuardedHttp(new GuardedHttpOptions(), Dns, Store.Clock), Dns, Store.Clock) : null,
        };
        // Sockets live in real time, due times in the store's: the worker polls by the real clock.
        return new QueueWorker(Options(options), backend, new QueueMetrics(services.GetRequiredService<IMeterFactory>(), Store.Clock), new StoreClock(Store.Clock), NullLogger<QueueWorker>.Instance);
    }

    /// <summary>The store's date, and timers that run.</summary>
    private sealed class StoreClock(TimeProvider date) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => date.GetUtcNow();
    }
}
