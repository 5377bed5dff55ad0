using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>What somebody on the way to the directory sees, and what somebody who counts milliseconds learns of it.</summary>
public sealed class LdapWireTests : IAsyncLifetime
{
    private const string Entries = """
        dn: uid=carol,dc=example,dc=test
        objectClass: inetOrgPerson
        uid: carol
        cn: Carol
        sn: Carol
        mail: carol@example.test
        userPassword: carol-secret
        """;

    private SlapdServer slapd = null!;
    private RecordingLink? link;
    private AetherServer? server;

    public async ValueTask InitializeAsync() => slapd = await SlapdServer.StartAsync(Entries);

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        if (link is not null)
            await link.DisposeAsync();
        await slapd.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_name_and_no_password_crosses_outside_tls(bool atOnce)
    {
        await StartAsync(atOnce, slapd.AuthorityFile);
        Assert.StartsWith("a OK", await LoginAsync("carol@example.test", "carol-secret"), StringComparison.Ordinal);
        Assert.Contains("[AUTHENTICATIONFAILED]", await LoginAsync("carol@example.test", "wrong-secret"), StringComparison.Ordinal);
        Assert.Contains("[AUTHENTICATIONFAILED]", await LoginAsync("nobody@example.test", "wrong-secret"), StringComparison.Ordinal);

        Assert.NotEmpty(link!.Recorded);
        foreach (var (sent, heard) in link.Recorded)
        {
            if (atOnce)
            {
                Assert.Equal((0x16, 0x16), (sent[0], heard[0])); // RFC 8446 §5.1: handshakes
            }
            else
            {
                // RFC 4511 §4.14: the request for StartTLS, and behind it a handshake.
                int length = 2 + sent[1];
                Assert.Contains("1.3.6.1.4.1.1466.20037", Encoding.Latin1.GetString(sent, 0, length), StringComparison.Ordinal);
                Assert.Equal(0x16, sent[length]);
            }

            AssertSilent(sent);
            AssertSilent(heard);
        }
    }

    [Fact]
    public async Task To_a_directory_that_shows_another_certificate_nothing_is_said()
    {
        await using var other = await SlapdServer.StartAsync("");
        await StartAsync(false, other.AuthorityFile);
        Assert.Contains("[UNAVAILABLE]", await LoginAsync("carol@example.test", "carol-secret"), StringComparison.Ordinal);
        Assert.NotEmpty(link!.Recorded);
        Assert.All(link.Recorded, static crossing => AssertSilent(crossing.ToServer));
    }

    [Fact] // Case A01: each way to the directory and back takes 10 ms here, so that one too few or too many shows.
    public async Task Whom_nobody_knows_takes_as_long_to_refuse_as_a_wrong_password()
    {
        await StartAsync(true, slapd.AuthorityFile);
        link!.Delay = TimeSpan.FromMilliseconds(5);
        var known = new List<double>();
        var unknown = new List<double>();
        var gaps = new List<double>();
        for (int i = 0; i < 110; i++)
        {
            double second = i % 2 == 0 ? await RefuseAsync("nobody@example.test", i) : 0; // in turns who comes first
            double first = await RefuseAsync("carol@example.test", i);
            if (i % 2 != 0)
                second = await RefuseAsync("nobody@example.test", i);
            if (i >= 10) // until both are known, or not
            {
                known.Add(first);
                unknown.Add(second);
                gaps.Add(second - first);
            }
        }

        known.Sort();
        unknown.Sort();
        gaps.Sort();
        string figures = $"medians {known[known.Count / 2]:0.00} ms of a wrong password, {unknown[unknown.Count / 2]:0.00} ms of an unknown user, {gaps[gaps.Count / 2]:0.00} ms between those of a pair";
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        Assert.True(Math.Abs(gaps[gaps.Count / 2]) < 4, figures); // a busy machine moves both of a pair alike, and no way is as short
        Assert.True(known[0] > 10 && unknown[0] > 10, figures); // the directory was asked for each
    }

    private async Task StartAsync(bool atOnce, string authority)
    {
        link = new RecordingLink(atOnce ? slapd.TlsPort : slapd.Port);
        server = await AetherServer.StartAsync(config =>
        {
            config["limits"] = new JsonObject { ["logins"] = new JsonObject { ["failuresPerSession"] = 50 } };
            config["auth"] = new JsonObject
            {
                ["ldap"] = new JsonObject
                {
                    ["servers"] = new JsonArray($"{(atOnce ? "ldaps" : "ldap")}://localhost:{link.Port}"),
                    ["authority"] = authority,
                    ["bindDn"] = SlapdServer.Reader,
                    ["bindPassword"] = SlapdServer.ReaderPassword,
                    ["base"] = SlapdServer.Base,
                    ["userFilter"] = "(&(objectClass=inetOrgPerson)(mail=%{address}))",
                    ["timeout"] = "3 s",
                },
            };
        });
    }

    private async Task<double> RefuseAsync(string user, int attempt)
    {
        await using var client = await LineClient.ConnectAsync(server!.Imap);
        await client.ReadAsync();
        long begin = Stopwatch.GetTimestamp();
        string? answer = await client.AskAsync($"a LOGIN {user} wrong-{attempt}");
        double took = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        Assert.Contains("[AUTHENTICATIONFAILED]", answer, StringComparison.Ordinal);
        return took;
    }

    private async Task<string?> LoginAsync(string user, string password)
    {
        await using var client = await LineClient.ConnectAsync(server!.Imap);
        await client.ReadAsync();
        return await client.AskAsync($"a LOGIN {user} {password}");
    }

    private static void AssertSilent(byte[] octets)
    {
        string text = Encoding.Latin1.GetString(octets);
        foreach (string word in (string[])["secret", "carol", "nobody", "cn=reader", "inetOrgPerson"])
            Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
    }
}
