using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>A mail server for users whom OpenLDAP knows: nobody adds an account here.</summary>
public sealed class LdapTests : IAsyncLifetime
{
    private const string Entries = """
        dn: uid=carol,dc=example,dc=test
        objectClass: inetOrgPerson
        objectClass: inetLocalMailRecipient
        uid: carol
        cn: Carol
        sn: Carol
        mail: carol@example.test
        mailLocalAddress: c@example.test
        userPassword: carol-secret

        dn: uid=dan,dc=example,dc=test
        objectClass: inetOrgPerson
        uid: dan
        cn: Dan
        sn: Dan
        mail: dan@example.test
        userPassword: dan-secret

        dn: cn=team,dc=example,dc=test
        objectClass: groupOfNames
        cn: team
        description: team@example.test
        member: uid=carol,dc=example,dc=test
        member: uid=dan,dc=example,dc=test
        """;

    private SlapdServer slapd = null!;
    private AetherServer server = null!;

    public async ValueTask InitializeAsync()
    {
        slapd = await SlapdServer.StartAsync(Entries);
        server = await AetherServer.StartAsync(config =>
        {
            config["limits"] = new JsonObject { ["logins"] = new JsonObject { ["failuresPerSession"] = 50 } };
            config["auth"] = new JsonObject
            {
                ["ldap"] = new JsonObject
                {
                    ["servers"] = new JsonArray($"ldap://localhost:{slapd.Port}"),
                    ["authority"] = slapd.AuthorityFile,
                    ["bindDn"] = SlapdServer.Reader,
                    ["bindPassword"] = SlapdServer.ReaderPassword,
                    ["base"] = SlapdServer.Base,
                    ["userFilter"] = "(&(objectClass=inetOrgPerson)(|(mail=%{address})(mailLocalAddress=%{address})))",
                    ["groupFilter"] = "(&(objectClass=groupOfNames)(description=%{address}))",
                    ["timeout"] = "1 s",
                },
            };
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        await slapd.DisposeAsync();
    }

    [Fact]
    public async Task Accounts_come_into_being_at_the_first_message_and_at_the_first_login()
    {
        await DeliverAsync("team@example.test"); // Carol and Dan, whom nobody here has heard of
        Assert.Equal(1, await CountAsync("carol@example.test", "carol-secret"));
        Assert.Equal(1, await CountAsync("dan@example.test", "dan-secret"));
        await DeliverAsync("c+news@example.test"); // an alias in the directory, with a detail
        Assert.Equal(2, await CountAsync("c@example.test", "carol-secret"));
        Assert.Null(await CountAsync("carol@example.test", "dan-secret"));
        Assert.Null(await CountAsync("carol@example.test", ""));
        Assert.Equal(0, await CountAsync("ann@example.test", "secret")); // made here, and known to no directory
        Assert.Contains("550 5.1.1", await RecipientAsync("nobody@example.test"), StringComparison.Ordinal);

        string app = (await server.CliAsync(["app-password", "add", "carol@example.test", "phone"])).Trim();
        Assert.Equal(2, await CountAsync("carol@example.test", app));
        await server.CliAsync(["domain", "password-use", "example.test", "web"]);
        Assert.Null(await CountAsync("carol@example.test", "carol-secret"));
        Assert.Equal(2, await CountAsync("carol@example.test", app));
    }

    [Fact] // Case F16.
    public async Task While_the_directory_is_away_nobody_is_unknown_and_who_is_known_gets_in()
    {
        Assert.Equal(0, await CountAsync("carol@example.test", "carol-secret"));
        await slapd.SignalAsync("STOP");
        Assert.Contains("451", await RecipientAsync("dan@example.test"), StringComparison.Ordinal);
        Assert.Contains("451", await RecipientAsync("nobody@example.test"), StringComparison.Ordinal);
        Assert.Contains("250", await RecipientAsync("ann@example.test"), StringComparison.Ordinal);
        Assert.Contains("250", await RecipientAsync("carol@example.test"), StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("carol@example.test", "carol-secret"));
        Assert.Contains("[UNAVAILABLE]", await LoginAsync("dan@example.test", "dan-secret"), StringComparison.Ordinal);
        Assert.Contains("[UNAVAILABLE]", await LoginAsync("carol@example.test", "wrong"), StringComparison.Ordinal);

        await slapd.SignalAsync("CONT");
        Assert.Equal(0, await CountAsync("dan@example.test", "dan-secret"));
        Assert.Contains("550 5.1.1", await RecipientAsync("nobody@example.test"), StringComparison.Ordinal);
    }

    private async Task DeliverAsync(string recipient) =>
        await CommandLine.SucceedAsync("swaks", ["--server", $"127.0.0.1:{server.Smtp}", "--from", "x@far.test", "--to", recipient]);

    private async Task<string?> RecipientAsync(string recipient)
    {
        await using var client = await LineClient.ConnectAsync(server.Smtp);
        await client.ReadAsync();
        string? line = await client.AskAsync("EHLO client.test");
        while (line is ['2', '5', '0', '-', ..])
            line = await client.ReadAsync();
        await client.AskAsync("MAIL FROM:<x@far.test>");
        return await client.AskAsync($"RCPT TO:<{recipient}>");
    }

    private async Task<string?> LoginAsync(string user, string password)
    {
        await using var client = await LineClient.ConnectAsync(server.Imap);
        await client.ReadAsync();
        return await client.AskAsync($"a LOGIN {user} \"{password}\"");
    }

    /// <summary>Messages in the INBOX; null: the login was refused.</summary>
    private async Task<int?> CountAsync(string user, string password)
    {
        await using var client = await LineClient.ConnectAsync(server.Imap);
        await client.ReadAsync();
        string? login = await client.AskAsync($"a LOGIN {user} \"{password}\"");
        if (login?.StartsWith("a OK", StringComparison.Ordinal) is not true)
        {
            Assert.Contains("[AUTHENTICATIONFAILED]", login, StringComparison.Ordinal);
            return null;
        }
        string status = (await client.AskAsync("b STATUS INBOX (MESSAGES)"))!;
        return int.Parse(status[(status.LastIndexOf(' ') + 1)..].TrimEnd(')'), System.Globalization.CultureInfo.InvariantCulture);
    }
}
