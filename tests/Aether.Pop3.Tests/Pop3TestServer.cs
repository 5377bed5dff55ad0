using System.Diagnostics.Metrics;
using System.Net;
using Aether.Configuration.Schema;
using Aether.Identity.Logins;
using Aether.Identity.Passwords;
using Aether.Identity.Sasl;
using Aether.Net.Connections;
using Aether.Pop3.Session;
using Aether.Pop3.Wire;
using Aether.Storage.Accounts;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Testing.Stores;
using Aether.Testing.Transcripts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Pop3.Tests;

/// <summary>The engine over a real store and in-memory pipes, with one account: ann@x.test, password "secret pass".</summary>
internal sealed class Pop3TestServer : IAsyncDisposable, IMeterFactory
{
    private static readonly Lazy<string> Secret = new(static () => PasswordRecords.TryCreate("secret pass", null, out var records) ? records!.ToString() : string.Empty);

    private readonly Authenticator authenticator;
    private readonly TranscriptServer server;
    private readonly TranscriptServer otherNode;

    private Pop3TestServer(TestStore store, Account account, Pop3Options options, TranscriptOptions transcripts, TimeProvider nodeClock)
    {
        Store = store;
        Account = account;
        authenticator = new Authenticator(store.Store.Directory, store.Store.Logins, new LoginLimits(), store.Store.Counts, store.Clock, NullLogger<Authenticator>.Instance);
        var backend = new Pop3Backend(store.Store, authenticator, new SaslMechanisms(authenticator, new SaslOptions(ScramOffer.Auto, static () => new byte[32]), store.Clock));
        server = new TranscriptServer(NewNode(), transcripts);
        otherNode = new TranscriptServer(NewNode(), transcripts);

        Pop3Protocol NewNode() => new(backend, options, new Pop3Metrics(this), nodeClock, NullLogger<Pop3Protocol>.Instance);
    }

    public static Pop3Options Options { get; } = new(new Pop3Settings(), new Pop3LimitSettings(), PlaintextLogin.Loopback, FailuresPerSession: 3);

    /// <summary>A peer without TLS that may not send passwords.</summary>
    public static PeerFacts Remote { get; } = new("s1", IPEndPoint.Parse("192.0.2.7:40000"), IPEndPoint.Parse("192.0.2.1:110"), Exempt: false);

    public TestStore Store { get; }

    public Account Account { get; }

    public static async Task<Pop3TestServer> StartAsync(int chunkSize = int.MaxValue, Pop3Options? options = null, PeerFacts? peer = null, IEnumerable<string>? messages = null, TimeProvider? nodeClock = null)
    {
        var store = new TestStore();
        var account = await store.AddAccountAsync("ann@x.test", Secret.Value);
        var loopback = new PeerFacts("s1", IPEndPoint.Parse("127.0.0.1:40000"), IPEndPoint.Parse("127.0.0.1:110"), Exempt: false);
        var server = new Pop3TestServer(store, account, options ?? Options, new TranscriptOptions { ChunkSize = chunkSize, Peer = peer ?? loopback, Clock = store.Clock }, nodeClock ?? store.Clock);
        foreach (string message in messages ?? [])
            await server.DeliverAsync(message);
        return server;
    }

    /// <summary>Starts with messages in the maildrop, and logs in.</summary>
    public static async Task<Pop3TestServer> StartLoggedInAsync(int chunkSize = int.MaxValue, IEnumerable<string>? messages = null, Pop3Options? options = null)
    {
        var server = await StartAsync(chunkSize, options, messages: messages);
        await server.LogInAsync();
        return server;
    }

    public Task LogInAsync(int client = 1) => PlayAsync($"""
        S{client}: +OK Aether ready
        C{client}: USER ann@x.test
        C{client}: PASS secret pass
        S{client}: +OK Now the password.
        S{client}: +OK *
        """);

    public Task PlayAsync(string transcript) => server.PlayAsync(transcript);

    /// <summary>The same on another node over the same store.</summary>
    public Task PlayOnOtherNodeAsync(string transcript) => otherNode.PlayAsync(transcript);

    public TranscriptClient Client(int number = 1) => server.Client(number);

    public void Drain() => server.Drain();

    public async Task DeliverAsync(string message, SystemFlags flags = SystemFlags.None) =>
        await Store.AppendAsync(Account.Id, (await InboxAsync()).Id, message.ReplaceLineEndings("\r\n"), flags);

    public Task<Mailbox> InboxAsync() => Store.FindMailboxAsync(Account.Id, Mailbox.Inbox);

    public async Task<IReadOnlyList<MessageRow>> RowsAsync() =>
        await Store.Store.Messages.ListAsync(Account.Id, (await InboxAsync()).Id, CancellationToken.None);

    /// <summary>Nobody listens to the meters here.</summary>
    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await otherNode.DisposeAsync();
        authenticator.Dispose();
        await Store.DisposeAsync();
    }
}
