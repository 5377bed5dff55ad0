using System.Diagnostics.Metrics;
using System.Net;
using Aether.Configuration.Schema;
using Aether.Identity.Logins;
using Aether.Identity.Passwords;
using Aether.Identity.Sasl;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Net.Connections;
using Aether.Storage;
using Aether.Storage.Accounts;
using Aether.Storage.Mailboxes;
using Aether.Testing.Stores;
using Aether.Testing.Transcripts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Imap.Tests;

/// <summary>The engine over a real store and in-memory pipes, with one account: ann@x.test, password "secret".</summary>
internal sealed class ImapTestServer : IAsyncDisposable, IMeterFactory
{
    private static readonly Lazy<string> Secret = new(static () => PasswordRecords.TryCreate("secret", out var records) ? records!.ToString() : string.Empty);

    private readonly Authenticator authenticator;
    private readonly TranscriptServer server;

    private ImapTestServer(TestStore store, Account account, ImapOptions options, TranscriptOptions transcripts)
    {
        Store = store;
        Account = account;
        authenticator = new Authenticator(store.Store.Directory, new LoginLimits(), store.Store.Counts, store.Clock, NullLogger<Authenticator>.Instance);
        var backend = new ImapBackend(store.Store, authenticator, new SaslMechanisms(authenticator));
        server = new TranscriptServer(new ImapProtocol(backend, options, new ImapMetrics(this), store.Clock, NullLogger<ImapProtocol>.Instance), transcripts);
    }

    public static ImapOptions Options { get; } = new(new ImapLimitSettings(), PlaintextLogin.Loopback, MaxMessageSize: 1_000_000, FailuresPerSession: 3);

    /// <summary>A peer without TLS that may not send passwords.</summary>
    public static PeerFacts Remote { get; } = new("s1", IPEndPoint.Parse("192.0.2.7:40000"), IPEndPoint.Parse("192.0.2.1:143"), Exempt: false);

    public TestStore Store { get; }

    public Account Account { get; }

    public static async Task<ImapTestServer> StartAsync(int chunkSize, ImapOptions? options = null, PeerFacts? peer = null, Func<StoreOptions, StoreOptions>? change = null)
    {
        var store = new TestStore(change);
        var account = await store.AddAccountAsync("ann@x.test", Secret.Value);
        var loopback = new PeerFacts("s1", IPEndPoint.Parse("127.0.0.1:40000"), IPEndPoint.Parse("127.0.0.1:143"), Exempt: false);
        return new ImapTestServer(store, account, options ?? Options, new TranscriptOptions { ChunkSize = chunkSize, Peer = peer ?? loopback, Clock = store.Clock });
    }

    /// <summary>Starts, logs the clients in, and puts messages into INBOX, UIDs from 1 on.</summary>
    public static async Task<ImapTestServer> StartLoggedInAsync(int chunkSize, int clients = 1, IEnumerable<string>? messages = null, ImapOptions? options = null)
    {
        var server = await StartAsync(chunkSize, options);
        foreach (string message in messages ?? [])
            await server.DeliverAsync(message);
        for (int client = 1; client <= clients; client++)
        {
            await server.PlayAsync($"""
                S{client}: * OK [CAPABILITY *
                C{client}: l LOGIN ann@x.test secret
                S{client}: l OK [CAPABILITY *
                """);
        }

        return server;
    }

    public Task PlayAsync(string transcript) => server.PlayAsync(transcript);

    public TranscriptClient Client(int number = 1) => server.Client(number);

    public void Drain() => server.Drain();

    public async Task DeliverAsync(string message, string mailbox = Mailbox.Inbox) =>
        await Store.AppendAsync(Account.Id, (await Store.FindMailboxAsync(Account.Id, mailbox)).Id, message.ReplaceLineEndings("\r\n"));

    /// <summary>Nobody listens to the meters here.</summary>
    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        authenticator.Dispose();
        await Store.DisposeAsync();
    }
}
