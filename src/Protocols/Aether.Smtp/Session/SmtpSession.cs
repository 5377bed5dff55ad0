using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Identity.Sessions;
using Aether.Net.Connections;
using Aether.Protocol.Smtp;

namespace Aether.Smtp.Session;

/// <summary>What one session knows. Commands change it; only the loop touches the connection's pipe.</summary>
internal sealed class SmtpSession : ILiveClient
{
    public SmtpSession(MailConnection connection, SmtpOptions options, Func<SmtpSession, SmtpInput> commands)
    {
        (Connection, Options, Peer) = (connection, options, connection.Peer);
        CommandInput = commands(this);
        Input = CommandInput;
    }

    public MailConnection Connection { get; }

    /// <summary>The client: who is connected, or whom a trusted proxy speaks for.</summary>
    public PeerFacts Peer { get; private set; }

    /// <summary>The client's name as a trusted proxy found it in the DNS, or null.</summary>
    public string? PeerName { get; private set; }

    public SmtpOptions Options { get; }

    public SmtpLimits Limits => Options.Limits;

    /// <summary>The name the client gave, or null before EHLO and HELO.</summary>
    public string? ClientName { get; private set; }

    /// <summary>It said EHLO.</summary>
    public bool IsExtended { get; private set; }

    /// <summary>Who logged in, or null.</summary>
    public Login? Login { get; private set; }

    private LiveSession? live;

    /// <summary>Somebody has logged in; false: the account has as many sessions as it may have.</summary>
    /// <param name="sessions">The list of sessions; null: nobody keeps one.</param>
    public bool TryEnter(Login login, SessionRegistry? sessions)
    {
        if (sessions is not null && (live = sessions.TryEnter(login, new SessionFacts("submission", Peer.Remote.Address, this, Peer.Exempt))) is null)
            return false;
        Login = login;
        if (live is not null && ClientName is { } name)
            live.Client = name;
        Connection.OnLogin();
        return true;
    }

    /// <summary>Nobody is logged in any more.</summary>
    public void Leave()
    {
        live?.Dispose();
        live = null;
        Login = null;
    }

    public SmtpTransaction? Transaction { get; private set; }

    public SmtpInput Input { get; private set; }

    public AfterReply After { get; set; }

    /// <summary>Replies that go out before anything else: LMTP has several to one content.</summary>
    public Queue<SmtpReply> Said { get; } = new();

    public int Errors { get; set; }

    public int BadRecipients { get; set; }

    public int AuthFailures { get; set; }

    /// <summary>Recipients that one message may have: those who logged in may write to more.</summary>
    public int MaxRecipients => Login is null ? Limits.MaxRecipients : Limits.MaxRecipientsAuthenticated;

    public SmtpStates State => this switch
    {
        { ClientName: null } => SmtpStates.Start,
        { Transaction: null } => SmtpStates.Ready,
        { Transaction.Content: not null } => SmtpStates.InChunks,
        { Transaction.Recipients.Count: 0 } => SmtpStates.InMail,
        _ => SmtpStates.InRcpt,
    };

    /// <summary>Between commands: nothing is lost when the session ends here.</summary>
    public bool IsBetweenCommands => Input == CommandInput;

    private SmtpInput CommandInput { get; }

    public void Greet(string clientName, EhloForm form) => (ClientName, IsExtended) = (clientName, form is not EhloForm.Helo);

    /// <summary>A trusted proxy has told whom it speaks for: the session starts anew with that client.</summary>
    public async ValueTask SpeakForAsync(PeerFacts client, string? name)
    {
        await ForgetAsync();
        (Peer, PeerName) = (client, name);
    }

    public void Begin(MailArguments mail, DateTimeOffset? notBefore) => Transaction = new SmtpTransaction(mail, Guid.CreateVersion7().ToString("n")) { NotBefore = notBefore };

    /// <summary>The next bytes are for <paramref name="input"/>.</summary>
    public void Expect(SmtpInput input) => Input = input;

    public void ExpectCommand() => Input = CommandInput;

    /// <summary>RFC 5321 §4.1.1.5: sender, recipients and content are gone.</summary>
    public async ValueTask ResetAsync()
    {
        if (Transaction is not { } ended)
            return;
        Transaction = null;
        if (ended.Content is not null)
            await ended.Content.DisposeAsync();
        foreach (var part in ended.Parts)
            await part.DisposeAsync();
    }

    /// <summary>RFC 3207 §4.2: nothing learned before TLS counts any more.</summary>
    public async ValueTask ForgetAsync()
    {
        await ResetAsync();
        (ClientName, IsExtended) = (null, false);
        Leave();
    }

    /// <summary>The client may learn who is here.</summary>
    public bool MayVerify => Options.Verify switch
    {
        VerifyPolicy.Always => true,
        VerifyPolicy.Logins => Login is not null,
        _ => false,
    };

    /// <summary>A proxy speaks for the client: TLS, if any, is the proxy's.</summary>
    private bool IsForwarded => !ReferenceEquals(Peer, Connection.Peer);

    /// <summary>What a SASL exchange takes place over, as the connection is now.</summary>
    public SaslChannel Channel => new(new LoginPeer("submission", Peer.Remote.Address, Peer.Exempt), IsForwarded ? default : Connection.Tls?.ServerEndPoint ?? default)
    {
        ClientCertificate = IsForwarded ? null : Connection.Tls?.ClientCertificate,
    };

    /// <summary>Passwords may be sent over this connection.</summary>
    public bool MayAuthenticate => Connection.Tls is not null || !Connection.MustStartTls && Options.PlaintextLogin switch
    {
        PlaintextLogin.Always => true,
        PlaintextLogin.Loopback => Peer.IsLoopback,
        _ => false,
    };

    DateTimeOffset ILiveClient.LastHeard => Connection.LastHeard;

    void ILiveClient.Revoke() => Connection.Revoke();
}
