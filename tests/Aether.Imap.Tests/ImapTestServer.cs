using System.Diagnostics.Metrics;
using System.Net;
using Aether.Configuration.Schema;
using Aether.Identity.Logins;
using Aether.Identity.Passwords;
using Aether.Identity.Sasl;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Net.Connections;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Accounts;
using Aether.Storage.Mailboxes;
using Aether.Storage.Sharing;
using Aether.Testing.Stores;
using Aether.Testing.Transcripts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Imap.Tests;

/// <summary>The engine over a real store and in-memory pipes, with one account: ann@x.test, password "secret".</summary>
internal sealed class ImapTestServer : IAsyncDisposable, IMeterFactory
{
    private static readonly Lazy<string> Secret = new(static () => PasswordRecords.TryCreate("secret", null, out var records) ? records!.ToString() : string.Empty);

    private readonly Authenticator authenticator;
    private readonly TranscriptServer server;

    private ImapTestServer(TestStore store, Account account, ImapOptions options, TranscriptOptions transcripts)
    {
        Store = store;
        Account = account;
        authenticator = new Authenticator(store.Store.Directory, store.Store.Logins, new LoginLimits(), store.Store.Counts, store.Clock, NullLogger<Authenticator>.Instance);
        var backend = new ImapBackend(store.Store, authenticator, new SaslMechanisms(authenticator, new SaslOptions(ScramOffer.Auto, static () => new byte[32]), store.Clock));
        server = new TranscriptServer(new ImapProtocol(backend, options, new ImapMetrics(this), store.Clock, NullLogger<ImapProtocol>.Instance), transcripts);
    }

    public static ImapOptions Options { get; } = new(new ImapLimitSettings(), PlaintextLogin.Loopback, MaxMessageSize: 1_000_000, FailuresPerSession: 3);

    /// <summary>The capabilities in the order told, those of a login left out.</summary>
    public const string Offered = "IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE NAMESPACE ACL RIGHTS=texkn LIST-MYRIGHTS METADATA LIST-METADATA ANNOTATE-EXPERIMENT-1 CHILDREN UNSELECT UIDPLUS MOVE MULTIAPPEND CATENATE URL-PARTIAL URLAUTH URLAUTH=BINARY REPLACE COMPRESS=DEFLATE SPECIAL-USE CREATE-SPECIAL-USE LIST-EXTENDED LIST-STATUS "
        + "STATUS=SIZE ESEARCH SEARCHRES WITHIN SEARCH=FUZZY SORT SORT=DISPLAY SORT=MODSEQ SORT=UID ESORT CONTEXT=SEARCH CONTEXT=SORT THREAD=REFERENCES THREAD=ORDEREDSUBJECT THREAD=REFS MULTISEARCH UIDBATCHES INPROGRESS NOTIFY CONDSTORE QRESYNC OBJECTID BINARY PREVIEW SAVEDATE PARTIAL UTF8=ACCEPT UIDONLY UNAUTHENTICATE QUOTA QUOTASET QUOTA=RES-STORAGE QUOTA=RES-MESSAGE QUOTA=RES-MAILBOX MESSAGELIMIT=5000000 SAVELIMIT=1000 LOGIN-REFERRALS I18NLEVEL=1 APPENDLIMIT=1000000";

    /// <summary>What the store keeps of the password "secret".</summary>
    public static string PasswordRecord => Secret.Value;

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

    /// <summary>Adds an account with the same password and logs a client in as it.</summary>
    public async Task<Account> AddUserAsync(int client, string address)
    {
        var account = await Store.AddAccountAsync(address, Secret.Value);
        await PlayAsync($"""
            S{client}: * OK [CAPABILITY *
            C{client}: l LOGIN {address} secret
            S{client}: l OK [CAPABILITY *
            """);
        return account;
    }

    /// <summary>Gives rights on a mailbox of ann's.</summary>
    /// <param name="grantee">Null: everybody.</param>
    public async Task ShareAsync(string mailbox, AccountId? grantee, string rights)
    {
        Assert.True(AclRightsText.TryParse(rights, out var parsed));
        var change = new AclChange(grantee, AclMode.Replace, parsed, IsDenial: false);
        Assert.Equal(MailboxStatus.Done, await Store.Store.Acl.SetAsync(Account.Id, (await Store.FindMailboxAsync(Account.Id, mailbox)).Id, change, CancellationToken.None));
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
