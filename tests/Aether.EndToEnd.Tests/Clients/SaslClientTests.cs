using System.Net;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Aether.EndToEnd.Tests.Clients;

/// <summary>Each mechanism with clients that others wrote: MailKit, GNU SASL, mpop, swaks.</summary>
public sealed class SaslClientTests(SaslClientTests.Host host) : IClassFixture<SaslClientTests.Host>, IDisposable
{
    private const string User = "ann@example.test";

    private readonly TemporaryFolder home = new();
    private readonly AetherServer server = host.Server;

    public void Dispose() => home.Dispose();

    public static MatrixTheoryData<string, string> MailKitCases { get; } = new(
        ["PLAIN", "LOGIN", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS"], ["imap", "pop3", "smtp"]);

    [Theory]
    [MemberData(nameof(MailKitCases))]
    public async Task MailKit_logs_in_inside_tls(string mechanism, string protocol)
    {
        await LogInAsync(protocol, SecureSocketOptions.SslOnConnect, Sasl(mechanism, "secret"));
        await LogInAsync(protocol, SecureSocketOptions.StartTls, Sasl(mechanism, "secret"));
        await Assert.ThrowsAsync<AuthenticationException>(() => LogInAsync(protocol, SecureSocketOptions.SslOnConnect, Sasl(mechanism, "wrong")));
    }

    [Theory]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-1")]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task Gnu_sasl_logs_in_over_imap_and_smtp(string mechanism)
    {
        string[] who = ["--mechanism", mechanism, "--authentication-id", User, "--password", "secret", "--quality-of-protection", "qop-auth", "--no-cb"];
        string imap = await CommandLine.SucceedAsync("gsasl", ["--imap", "--connect", $"127.0.0.1:{server.Imap}", "--no-starttls", .. who]);
        string smtp = await CommandLine.SucceedAsync("gsasl", ["--smtp", "--connect", $"127.0.0.1:{server.Submission}", "--no-starttls", .. who]);

        Assert.Contains("Logged in", imap, StringComparison.Ordinal);
        Assert.Contains("235 2.7.0", smtp, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scram-sha-256")]
    [InlineData("scram-sha-1")]
    [InlineData("plain")]
    [InlineData("login")]
    public async Task Mpop_takes_mail_by(string mechanism)
    {
        await CommandLine.SucceedAsync("swaks", ["--server", $"127.0.0.1:{server.Smtp}", "--from", "x@far.test", "--to", User]);
        await CommandLine.SucceedAsync("mpop", MpopOptions(mechanism, "secret"), environment: Home());

        Assert.NotEmpty(Directory.GetFiles(home.File("new")));
    }

    [Fact]
    public async Task An_app_password_works_by_every_mechanism_beside_the_accounts_own_and_not_once_it_is_revoked()
    {
        string made = (await server.CliAsync(["app-password", "add", User, "phone"])).Trim();
        Assert.Matches("^[a-z2-9]{4}(-[a-z2-9]{4}){3}$", made);
        foreach (string mechanism in (string[])["PLAIN", "LOGIN", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "CRAM-MD5"])
            await LogInAsync("imap", SecureSocketOptions.SslOnConnect, Sasl(mechanism, made));
        await LogInAsync("imap", SecureSocketOptions.SslOnConnect, Sasl("SCRAM-SHA-256", "secret"));
        Assert.Contains("127.0.0.1", await server.CliAsync(["app-password", "list", User]), StringComparison.Ordinal);

        await server.CliAsync(["app-password", "remove", User, "phone"]);
        foreach (string mechanism in (string[])["PLAIN", "SCRAM-SHA-256", "CRAM-MD5"])
            await Assert.ThrowsAsync<AuthenticationException>(() => LogInAsync("imap", SecureSocketOptions.SslOnConnect, Sasl(mechanism, made)));
        await LogInAsync("imap", SecureSocketOptions.SslOnConnect, Sasl("PLAIN", "secret"));
    }

    [Fact]
    public async Task An_app_password_works_only_where_it_is_for()
    {
        string made = (await server.CliAsync(["app-password", "add", User, "scanner", "--protocol", "submission", "--network", "127.0.0.0/8", "--expires", "90 d"])).Trim();
        string elsewhere = (await server.CliAsync(["app-password", "add", User, "office", "--network", "192.0.2.0/24"])).Trim();

        await LogInAsync("smtp", SecureSocketOptions.SslOnConnect, Sasl("PLAIN", made));
        await Assert.ThrowsAsync<AuthenticationException>(() => LogInAsync("imap", SecureSocketOptions.SslOnConnect, Sasl("PLAIN", made)));
        await Assert.ThrowsAsync<AuthenticationException>(() => LogInAsync("imap", SecureSocketOptions.SslOnConnect, Sasl("SCRAM-SHA-256", made)));
        await Assert.ThrowsAsync<AuthenticationException>(() => LogInAsync("smtp", SecureSocketOptions.SslOnConnect, Sasl("PLAIN", elsewhere)));
    }

    [Fact]
    public async Task Swaks_and_mpop_log_in_by_digests_of_an_app_password_and_never_of_the_accounts_own()
    {
        string made = (await server.CliAsync(["app-password", "add", User, "old device"])).Trim();
        await CommandLine.SucceedAsync("swaks", ["--server", $"127.0.0.1:{server.Submission}", "--tls", "--auth", "CRAM-MD5", "--auth-user", User, "--auth-password", made, "--from", User, "--to", "bob@example.test"]);
        Assert.NotEqual(0, (await CommandLine.RunAsync("swaks", ["--server", $"127.0.0.1:{server.Submission}", "--auth", "CRAM-MD5", "--auth-user", User, "--auth-password", "secret", "--quit-after", "AUTH"])).ExitCode);
        foreach (string mechanism in (string[])["apop", "cram-md5"])
            await CommandLine.SucceedAsync("mpop", MpopOptions(mechanism, made), environment: Home());
        Assert.NotEqual(0, (await CommandLine.RunAsync("mpop", MpopOptions("apop", "secret"), environment: Home())).ExitCode);
    }

    [Theory]
    [InlineData("imap")]
    [InlineData("pop3")]
    [InlineData("smtp")]
    public async Task MailKit_logs_in_with_an_access_token_and_not_with_one_that_has_ended(string protocol)
    {
        string good = host.Provider.Token(TimeProvider.System.GetUtcNow());
        string old = host.Provider.Token(TimeProvider.System.GetUtcNow().AddHours(-2));
        await LogInAsync(protocol, SecureSocketOptions.SslOnConnect, new SaslMechanismOAuthBearer(User, good));
        await LogInAsync(protocol, SecureSocketOptions.SslOnConnect, new SaslMechanismOAuth2(User, good));
        foreach (SaslMechanism wrong in (SaslMechanism[])[new SaslMechanismOAuthBearer(User, old), new SaslMechanismOAuth2("bob@example.test", good)])
        {
            // MailKit's POP3 client takes a refusal behind a challenge for a breach of protocol.
            var refusal = await Record.ExceptionAsync(() => LogInAsync(protocol, SecureSocketOptions.SslOnConnect, wrong));
            Assert.True(refusal is AuthenticationException || (protocol is "pop3" && refusal is Pop3ProtocolException { InnerException: null }), refusal?.ToString());
        }
    }

    [Fact]
    public async Task Curl_logs_in_with_an_access_token()
    {
        string token = host.Provider.Token(TimeProvider.System.GetUtcNow());
        await CommandLine.SucceedAsync("curl", ["-sSk", $"imaps://127.0.0.1:{server.Imaps}/", "--user", User, "--oauth2-bearer", token]);
        Assert.NotEqual(0, (await CommandLine.RunAsync("curl", ["-sSk", $"imaps://127.0.0.1:{server.Imaps}/", "--user", User, "--oauth2-bearer", token + "x"])).ExitCode);
    }

    [Fact]
    public async Task A_disabled_account_stays_out_until_it_is_enabled()
    {
        const string Carl = "carl@example.test";
        await server.AddAccountAsync(Carl);
        string app = (await server.CliAsync(["app-password", "add", Carl, "phone"])).Trim();
        await server.CliAsync(["account", "disable", Carl]);
        foreach (string password in (string[])["secret", app])
        {
            await Assert.ThrowsAsync<AuthenticationException>(() => LogInAsync("imap", SecureSocketOptions.SslOnConnect, new SaslMechanismPlain(Carl, password)));
            await Assert.ThrowsAsync<AuthenticationException>(() => LogInAsync("imap", SecureSocketOptions.SslOnConnect, new SaslMechanismScramSha256(Carl, password)));
        }

        await server.CliAsync(["account", "enable", Carl]);
        await LogInAsync("imap", SecureSocketOptions.SslOnConnect, new SaslMechanismPlain(Carl, "secret"));
        await server.CliAsync(["account", "set-password", Carl, "--password-stdin"], "other\n");
        await LogInAsync("imap", SecureSocketOptions.SslOnConnect, new SaslMechanismScramSha256(Carl, "other"));
        await LogInAsync("imap", SecureSocketOptions.SslOnConnect, new SaslMechanismScramSha256(Carl, app));
    }

    [Fact]
    public async Task A_broken_exchange_leaves_the_session_and_others_alone()
    {
        await using var client = await LineClient.ConnectAsync(server.Imap);
        await client.ReadAsync();
        foreach (string answer in (string[])["*", "!!!!"])
        {
            await client.SendAsync("a AUTHENTICATE SCRAM-SHA-256\r\n");
            Assert.StartsWith("+ ", await client.ReadAsync(), StringComparison.Ordinal);
            await client.SendAsync(answer + "\r\n");
            Assert.StartsWith("a BAD", await client.ReadAsync(), StringComparison.Ordinal);
        }

        await client.SendAsync($"b LOGIN {User} secret\r\n");
        Assert.StartsWith("b OK", await client.ReadAsync(), StringComparison.Ordinal);
    }

    private Dictionary<string, string> Home() => new() { ["HOME"] = home.Path };

    private string[] MpopOptions(string mechanism, string password)
    {
        foreach (string part in (string[])["new", "cur", "tmp"])
            Directory.CreateDirectory(home.File(part));
        return
        [
            "--host=127.0.0.1", $"--port={server.Pop3s}", $"--auth={mechanism}", $"--user={User}", $"--passwordeval=echo {password}", "--tls=on", "--tls-starttls=off", "--tls-certcheck=off",
            $"--delivery=maildir,{home.Path}", $"--uidls-file={home.File("uidls")}",
        ];
    }

    private static SaslMechanism Sasl(string mechanism, string password)
    {
        var who = new NetworkCredential(User, password);
        return mechanism switch
        {
            "PLAIN" => new SaslMechanismPlain(who),
            "LOGIN" => new SaslMechanismLogin(who),
            "CRAM-MD5" => new SaslMechanismCramMd5(who),
            "SCRAM-SHA-1" => new SaslMechanismScramSha1(who),
            "SCRAM-SHA-256" => new SaslMechanismScramSha256(who),
            "SCRAM-SHA-1-PLUS" => new SaslMechanismScramSha1Plus(who),
            _ => new SaslMechanismScramSha256Plus(who),
        };
    }

    private async Task LogInAsync(string protocol, SecureSocketOptions tls, SaslMechanism mechanism)
    {
        bool isImplicit = tls is SecureSocketOptions.SslOnConnect;
        using MailService client = protocol switch
        {
            "imap" => new ImapClient(),
            "pop3" => new Pop3Client(),
            _ => new SmtpClient(),
        };
        client.ServerCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null;
        int port = protocol switch
        {
            "imap" => isImplicit ? server.Imaps : server.Imap,
            "pop3" => isImplicit ? server.Pop3s : server.Pop3,
            _ => isImplicit ? server.Submissions : server.Submission,
        };
        await client.ConnectAsync("127.0.0.1", port, tls);
        await client.AuthenticateAsync(mechanism);
        Assert.True(client.IsAuthenticated);
        await client.DisconnectAsync(true);
    }

    /// <summary>One server for all of these; it offers what is off unless asked for, too.</summary>
    public sealed class Host : IAsyncLifetime
    {
        public AetherServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await AetherServer.StartAsync(config => config["auth"] = new JsonObject
        {
            ["digests"] = true,
            ["oauth"] = new JsonObject { ["issuer"] = Provider.Issuer, ["audience"] = "mail" },
        });

        public TokenProvider Provider { get; } = new();

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            Provider.Dispose();
        }
    }
}
