using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Aether.Identity.Directory;
using Aether.Identity.Logins;
using Aether.Identity.Recipients;
using Aether.Identity.Sasl;
using Aether.Net.Connections;
using Aether.Queue.Returns;
using Aether.Smtp.Session;
using Aether.Smtp.Urls;
using Aether.Storage;
using Aether.Storage.Queue;
using Aether.Testing.Stores;
using Aether.Testing.Transcripts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Smtp.Tests;

/// <summary>
/// The engine over a real store: mx.test with ann, bob and carl (password "secret"), the alias list@ of ann and bob, the alias
/// away@ leading elsewhere, and all.test whose catch-all is ann.
/// </summary>
internal sealed class SmtpTestServer : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestStore store;
    private readonly ServiceProvider services;
    private readonly TranscriptServer transcripts;

    private SmtpTestServer(TestStore store, SmtpOptions options, TranscriptOptions transcript, ReturnedMail? returns, IUrlSource? urls)
    {
        this.store = store;
        Clock = new DelayClock(store.Clock.GetUtcNow(), options.Limits.ErrorDelay);
        services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var authenticator = new Authenticator(store.Store.Directory, store.Store.Logins, new LoginLimits(), store.Store.Counts, store.Clock, NullLogger<Authenticator>.Instance);
        var backend = new SmtpBackend(store.Store, new RecipientResolver(store.Store.Directory, store.Store.Groups), new SaslMechanisms(authenticator, new SaslOptions(Aether.Configuration.Schema.ScramOffer.Auto, static () => new byte[32]), store.Clock)) { Returns = returns, Urls = urls };
        Protocol = new SmtpProtocol(options, backend, new SmtpMetrics(services.GetRequiredService<IMeterFactory>()), Clock, NullLogger<SmtpProtocol>.Instance);
        transcripts = new TranscriptServer(Protocol, transcript with { Clock = Clock });
    }

    public SmtpProtocol Protocol { get; }

    public DelayClock Clock { get; }

    public TestStore Store => store;

    public static async Task<SmtpTestServer> StartAsync(
        int chunkSize, SmtpListenerKind kind = SmtpListenerKind.Mx, Func<SmtpLimits, SmtpLimits>? limits = null, Func<TranscriptOptions, TranscriptOptions>? transcript = null,
        FullMailboxPolicy fullMailbox = FullMailboxPolicy.TempFail, Func<SmtpOptions, SmtpOptions>? options = null, Func<MailStore, ReturnedMail>? returns = null, IUrlSource? urls = null)
    {
        var store = new TestStore();
        var directory = new DirectoryService(store.Store.Directory, store.Store.Logins);
        await directory.AddDomainAsync("mx.test", null, None);
        foreach (var name in new[] { "ann", "bob", "carl" })
        {
            // Hashing takes its time: only ann logs in, and only to submission.
            if (kind is SmtpListenerKind.Submission && name == "ann")
                await directory.AddAccountAsync("ann@mx.test", "secret", 0, None);
            else
                await store.Store.Directory.AddAccountAsync($"{name}@mx.test", "", 0, None);
        }

        await directory.AddAliasAsync("list@mx.test", "ann@mx.test", None);
        await directory.AddAliasAsync("list@mx.test", "bob@mx.test", None);
        await directory.AddAliasAsync("away@mx.test", "dora@elsewhere.test", None);
        await directory.AddDomainAsync("all.test", "ann@mx.test", None);

        var usual = new SmtpOptions("mx.test", kind) { Limits = limits?.Invoke(new SmtpLimits()) ?? new SmtpLimits(), FullMailbox = fullMailbox };
        var plain = new TranscriptOptions { ChunkSize = chunkSize };
        return new SmtpTestServer(store, options?.Invoke(usual) ?? usual, transcript?.Invoke(plain) ?? plain, returns?.Invoke(store.Store), urls);
    }

    /// <summary>A submission client on this machine may log in without TLS.</summary>
    public static TranscriptOptions Loopback(TranscriptOptions options) => options with
    {
        Peer = new PeerFacts("s1", IPEndPoint.Parse("127.0.0.1:40000"), IPEndPoint.Parse("127.0.0.1:587"), Exempt: false),
    };

    public static TranscriptOptions Exempt(TranscriptOptions options) => options with { Peer = options.Peer with { Exempt = true } };

    public Task PlayAsync(string transcript) => transcripts.PlayAsync(transcript);

    public TranscriptClient Client(int number = 1) => transcripts.Client(number);

    public void Drain() => transcripts.Drain();

    /// <summary>The messages in somebody's INBOX.</summary>
    public async Task<IReadOnlyList<string>> InboxAsync(string user)
    {
        var account = (await store.Store.Directory.FindAccountAsync($"{user}@mx.test", None))!;
        var inbox = await store.FindMailboxAsync(account.Id, "INBOX");
        var messages = new List<string>();
        foreach (var row in await store.Store.Messages.ListAsync(account.Id, inbox.Id, None))
            messages.Add(Encoding.UTF8.GetString(await store.ReadAllAsync(account.Id, row.Email)));
        return messages;
    }

    public async Task<string> OnlyMessageAsync(string user) => Assert.Single(await InboxAsync(user));

    public async Task<IReadOnlyList<QueueListing>> QueueAsync() => await store.Store.Queue.ListAsync(null, 100, None);

    /// <summary>Nobody got anything.</summary>
    public async Task AssertNothingTakenAsync()
    {
        Assert.Empty(await QueueAsync());
        foreach (var name in new[] { "ann", "bob", "carl" })
            Assert.Empty(await InboxAsync(name));
    }

    public async ValueTask DisposeAsync()
    {
        await transcripts.DisposeAsync();
        await store.DisposeAsync();
        await services.DisposeAsync();
    }
}
