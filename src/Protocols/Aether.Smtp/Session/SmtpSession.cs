using Aether.Identity.Logins;
using Aether.Net.Connections;
using Aether.Protocol.Smtp;

namespace Aether.Smtp.Session;

/// <summary>What one session knows. Commands change it; only the loop touches the connection's pipe.</summary>
internal sealed class SmtpSession
{
    public SmtpSession(MailConnection connection, SmtpOptions options, Func<SmtpSession, SmtpInput> commands)
    {
        (Connection, Options) = (connection, options);
        CommandInput = commands(this);
        Input = CommandInput;
    }

    public MailConnection Connection { get; }

    public PeerFacts Peer => Connection.Peer;

    public SmtpOptions Options { get; }

    public SmtpLimits Limits => Options.Limits;

    /// <summary>The name the client gave, or null before EHLO and HELO.</summary>
    public string? ClientName { get; private set; }

    /// <summary>It said EHLO.</summary>
    public bool IsExtended { get; private set; }

    /// <summary>Who logged in, or null.</summary>
    public Login? Login { get; set; }

    public SmtpTransaction? Transaction { get; private set; }

    public SmtpInput Input { get; private set; }

    public AfterReply After { get; set; }

    public int Errors { get; set; }

    public int BadRecipients { get; set; }

    public int AuthFailures { get; set; }

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

    public void Greet(string clientName, EhloForm form) => (ClientName, IsExtended) = (clientName, form is EhloForm.Ehlo);

    public void Begin(MailArguments mail) => Transaction = new SmtpTransaction(mail, Guid.CreateVersion7().ToString("n"));

    /// <summary>The next bytes are for <paramref name="input"/>.</summary>
    public void Expect(SmtpInput input) => Input = input;

    public void ExpectCommand() => Input = CommandInput;

    /// <summary>RFC 5321 §4.1.1.5: sender, recipients and content are gone.</summary>
    public async ValueTask ResetAsync()
    {
        var content = Transaction?.Content;
        Transaction = null;
        if (content is not null)
            await content.DisposeAsync();
    }

    /// <summary>RFC 3207 §4.2: nothing learned before TLS counts any more.</summary>
    public async ValueTask ForgetAsync()
    {
        await ResetAsync();
        (ClientName, IsExtended, Login) = (null, false, null);
    }

    /// <summary>Passwords may be sent over this connection.</summary>
    public bool MayAuthenticate => Connection.Tls is not null || Options.PlaintextLogin switch
    {
        PlaintextLogin.Always => true,
        PlaintextLogin.Loopback => Peer.IsLoopback,
        _ => false,
    };
}
