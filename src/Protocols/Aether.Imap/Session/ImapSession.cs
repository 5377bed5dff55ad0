using Aether.Configuration.Schema;
using Aether.Identity.Logins;
using Aether.Imap.Selected;
using Aether.Imap.Wire;
using Aether.Net.Connections;
using Aether.Storage;

namespace Aether.Imap.Session;

/// <summary>What one session knows: its state, who logged in, the open mailbox. RFC 3501 §3.</summary>
internal sealed class ImapSession : IDisposable
{
    private bool counted;

    public ImapSession(MailConnection connection, SharedState shared)
    {
        Connection = connection;
        Shared = shared;
        Responses = new ResponseWriter(connection, shared.Options.WritePatience);
        Source = new CommandSource(connection, Responses, shared.Options, shared.Clock);
        Peer = new LoginPeer("imap", connection.Peer.Remote.Address, connection.Peer.Exempt);
    }

    public MailConnection Connection { get; }

    public SharedState Shared { get; }

    public ResponseWriter Responses { get; }

    public CommandSource Source { get; }

    public LoginPeer Peer { get; }

    public Login? Login { get; private set; }

    public SelectedMailbox? Selected { get; private set; }

    /// <summary>The session ends after the reply under way.</summary>
    public bool IsOver { get; set; }

    /// <summary>Said after the reply that is under way, which a client would miss behind a BYE; the session ends with it.</summary>
    public string? ByeAfterReply { get; set; }

    /// <summary>STARTTLS was accepted: TLS begins behind its reply.</summary>
    public bool UpgradeAfterReply { get; set; }

    public int FailedLogins { get; set; }

    public int Errors { get; set; }

    public MailStore Store => Shared.Store;

    public AccountId Account => Login!.Account;

    public SessionState State => Login is null ? SessionState.NotAuthenticated : Selected is null ? SessionState.Authenticated : SessionState.Selected;

    /// <summary>Whether a password may come over this connection as it is. RFC 3501 §6.2.3, LOGINDISABLED.</summary>
    public bool TakesPasswords => Connection.Tls is not null
        || Shared.Options.PlaintextLogin is PlaintextLogin.Always
        || (Shared.Options.PlaintextLogin is PlaintextLogin.Loopback && Connection.Peer.IsLoopback);

    /// <summary>Ends the not authenticated state; false when the user has too many connections from here.</summary>
    public bool TryEnter(Login login)
    {
        if (!Connection.Peer.Exempt)
        {
            if (!Shared.Connections.TryEnter(login.Account.Value, Peer.Address))
                return false;
            counted = true;
        }

        Login = login;
        Source.LoggedIn();
        Connection.OnLogin();
        return true;
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
        Deselect();
        if (counted)
            Shared.Connections.Leave(Account.Value, Peer.Address);
    }
}
