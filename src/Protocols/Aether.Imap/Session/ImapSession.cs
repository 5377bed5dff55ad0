using Aether.Configuration.Schema;
using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Identity.Sessions;
using Aether.Imap.Access;
using Aether.Imap.Selected;
using Aether.Imap.Wire;
using Aether.Net.Connections;
using Aether.Storage;

namespace Aether.Imap.Session;

/// <summary>What one session knows: its state, who logged in, the open mailbox. RFC 3501 §3.</summary>
internal sealed class ImapSession : ILiveClient, IDisposable
{
    private bool counted;
    private LiveSession? live;
    private string client = "";

    public ImapSession(MailConnection connection, SharedState shared)
    {
        Connection = connection;
        Shared = shared;
        Responses = new ResponseWriter(connection, shared.Options.WritePatience);
        Source = new CommandSource(connection, Responses, shared.Options, shared.Limits, shared.Clock);
        Peer = new LoginPeer("imap", connection.Peer.Remote.Address, connection.Peer.Exempt);
    }

    public MailConnection Connection { get; }

    public SharedState Shared { get; }

    public ResponseWriter Responses { get; }

    public CommandSource Source { get; }

    public LoginPeer Peer { get; }

    /// <summary>What a SASL exchange takes place over, as the connection is now.</summary>
    public SaslChannel Channel => new(Peer, Connection.Tls?.ServerEndPoint ?? default) { ClientCertificate = Connection.Tls?.ClientCertificate };

    public Login? Login { get; private set; }

    public SelectedMailbox? Selected { get; private set; }

    /// <summary>What the client has turned on.</summary>
    public Dialect Dialect { get; } = new();

    /// <summary>The session ends after the reply under way.</summary>
    public bool IsOver { get; set; }

    /// <summary>Said after the reply that is under way, which a client would miss behind a BYE; the session ends with it.</summary>
    public string? ByeAfterReply { get; set; }

    /// <summary>STARTTLS was accepted: TLS begins behind its reply.</summary>
    public bool UpgradeAfterReply { get; set; }

    /// <summary>COMPRESS was accepted: it begins behind its reply.</summary>
    public bool CompressAfterReply { get; set; }

    public int FailedLogins { get; set; }

    public int Errors { get; set; }

    public MailStore Store => Shared.Store;

    public AccountId Account => Login!.Account;

    /// <summary>The mailboxes that who logged in can name.</summary>
    public MailboxReach Reach { get; private set; } = null!;

    public SessionState State => Login is null ? SessionState.NotAuthenticated : Selected is null ? SessionState.Authenticated : SessionState.Selected;

    /// <summary>Whether a password may come over this connection as it is. RFC 3501 §6.2.3, LOGINDISABLED.</summary>
    public bool TakesPasswords => Connection.Tls is not null
        || (!Connection.MustStartTls && (Shared.Options.PlaintextLogin is PlaintextLogin.Always || (Shared.Options.PlaintextLogin is PlaintextLogin.Loopback && Connection.Peer.IsLoopback)));

    /// <summary>Ends the not authenticated state; false when the user has too many connections from here.</summary>
    public bool TryEnter(Login login)
    {
        if (!Connection.Peer.Exempt)
        {
            if (!Shared.Connections.TryEnter(login.Account.Value, Peer.Address, Shared.Options.Limits.PerUserAndAddress))
                return false;
            counted = true;
        }

        if (Shared.Backend.Sessions is { } sessions)
        {
            live = sessions.TryEnter(login, new SessionFacts("imap", Peer.Address, this, Peer.Exempt));
            if (live is null)
            {
                Discount(login);
                return false;
            }
            live.Client = client;
        }

        Login = login;
        Reach = new MailboxReach(Store, login, Offers("ACL"), Shared.Options.SharedAccount);
        Source.LoggedIn();
        Connection.OnLogin();
        return true;
    }

    /// <summary>Back to the not authenticated state, as after the greeting. RFC 8437 §3.</summary>
    public void Leave()
    {
        Watch(null);
        Deselect();
        Discount(Login!);
        live?.Dispose();
        live = null;
        Login = null;
        Dialect.Reset();
        Source.LoggedOut();
    }

    /// <summary>What NOTIFY asked for; null where it did not.</summary>
    public ISessionNews? News { get; private set; }

    /// <summary>Replaces what NOTIFY asked for.</summary>
    public void Watch(ISessionNews? news)
    {
        News?.Dispose();
        News = news;
    }

    public bool Offers(string capability) => Offered.Has(capability);

    /// <summary>What this session is offered: by its listener, and once it is known, by its account.</summary>
    public OfferedCapabilities Offered => Login is null ? Shared.Offered : Shared.OfferedTo(Login.Address);

    /// <summary>The client is aware of mod-sequences from now on; of an open mailbox it hears the highest. RFC 7162 §3.1.</summary>
    public void UseModSeqs()
    {
        if (!Dialect.HasModSeqs && Selected is { } selected)
            Responses.Untagged($"OK [HIGHESTMODSEQ {selected.HighestModSeq}] Mod-sequences are told.");
        Dialect.Enable(Extensions.CondStore);
    }

    public void Select(SelectedMailbox mailbox) => Selected = mailbox;

    /// <summary>Closes the open mailbox, if any, without expunging.</summary>
    public void Deselect()
    {
        Selected?.Dispose();
        Selected = null;
    }

    public void Dispose()
    {
        Watch(null);
        Deselect();
        if (Login is { } login)
            Discount(login);
        live?.Dispose();
    }

    /// <summary>The client says what it is: whoever lists sessions sees it. RFC 2971.</summary>
    public void Introduce(string name)
    {
        client = name;
        if (live is not null)
            live.Client = name;
    }

    DateTimeOffset ILiveClient.LastHeard => Connection.LastHeard;

    void ILiveClient.Revoke() => Connection.Revoke();

    private void Discount(Login login)
    {
        if (counted)
            Shared.Connections.Leave(login.Account.Value, Peer.Address);
        counted = false;
    }
}
