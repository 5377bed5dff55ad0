using System.Security.Cryptography;
using Aether.Configuration.Schema;
using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Identity.Sessions;
using Aether.Net.Connections;
using Aether.Pop3.Maildrops;
using Aether.Pop3.Wire;
using Aether.Storage;

namespace Aether.Pop3.Session;

/// <summary>What one session knows: who it is, the open maildrop. RFC 1939 §3.</summary>
internal sealed class Pop3Session : ILiveClient, IAsyncDisposable
{
    public Pop3Session(MailConnection connection, SharedState shared)
    {
        Connection = connection;
        Shared = shared;
        Responses = new ResponseWriter(connection, shared.Options.WritePatience);
        Source = new LineSource(connection, Responses, shared.Options, shared.Clock);
        if (shared.Backend.Mechanisms.OffersDigests)
            Timestamp = $"<{RandomNumberGenerator.GetHexString(24, lowercase: true)}.{shared.Clock.GetUtcNow().ToUnixTimeSeconds()}@{shared.Backend.Mechanisms.Hostname}>";
        Peer = new LoginPeer("pop3", connection.Peer.Remote.Address, connection.Peer.Exempt);
    }

    public MailConnection Connection { get; }

    public SharedState Shared { get; }

    public ResponseWriter Responses { get; }

    public LineSource Source { get; }

    public LoginPeer Peer { get; }

    /// <summary>What a SASL exchange takes place over, as the connection is now.</summary>
    public SaslChannel Channel => new(Peer, Connection.Tls?.ServerEndPoint ?? default) { ClientCertificate = Connection.Tls?.ClientCertificate };

    /// <summary>What APOP is reckoned over; null: it is not offered. RFC 1939 §7.</summary>
    public string? Timestamp { get; }

    public MailStore Store => Shared.Backend.Store;

    /// <summary>The name of the USER command before; null when there was none.</summary>
    public string? User { get; set; }

    /// <summary>UTF8 was said: TLS must not begin any more. RFC 6856 §2.1.</summary>
    public bool IsUtf8 { get; set; }

    public Maildrop? Maildrop { get; private set; }

    /// <summary>Its place in the list of sessions; null before login, and where nobody keeps one.</summary>
    public LiveSession? Live { get; set; }

    public int FailedLogins { get; set; }

    public int Errors { get; set; }

    /// <summary>The session ends after the reply under way.</summary>
    public bool IsOver { get; set; }

    /// <summary>STLS was accepted: TLS begins behind its reply.</summary>
    public bool UpgradeAfterReply { get; set; }

    public SessionState State => Maildrop is null ? SessionState.Authorization : SessionState.Transaction;

    /// <summary>Whether a password may come over this connection as it is. RFC 2595 §2.2.</summary>
    public bool TakesPasswords => Connection.Tls is not null
        || (!Connection.MustStartTls && (Shared.Options.PlaintextLogin is PlaintextLogin.Always || (Shared.Options.PlaintextLogin is PlaintextLogin.Loopback && Connection.Peer.IsLoopback)));

    /// <summary>Enters the TRANSACTION state.</summary>
    public void Open(Maildrop maildrop)
    {
        Maildrop = maildrop;
        Source.LoggedIn();
        Connection.OnLogin();
    }

    /// <summary>Gives the maildrop back.</summary>
    public ValueTask DisposeAsync()
    {
        Live?.Dispose();
        return Maildrop?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    DateTimeOffset ILiveClient.LastHeard => Connection.LastHeard;

    void ILiveClient.Revoke() => Connection.Revoke();
}
