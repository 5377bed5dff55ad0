using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Aether.Identity.Ldap;
using Aether.Protocol.Ldap;
using Aether.Storage;
using Aether.Testing.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Identity.Tests.Ldap;

/// <summary>A directory of others, played by slapd: what it says is believed, what it does not say is not made up (case F16).</summary>
public sealed class LdapDirectoryTests(LdapDirectoryTests.Host host) : IClassFixture<LdapDirectoryTests.Host>
{
    private readonly SlapdServer slapd = host.Server;

    [Fact]
    public async Task Users_are_found_by_any_of_their_addresses_and_bound_with_their_password()
    {
        await using var directory = Directory();
        var ann = await directory.FindAsync("a.lee@example.test", default);
        Assert.Equal(new LdapUser("uid=ann,dc=example,dc=test", "ann@example.test", 5000), ann);
        Assert.True(await directory.VerifyAsync(ann!, "ann-secret", default));
        Assert.False(await directory.VerifyAsync(ann!, "wrong", default));
        Assert.Null(await directory.FindAsync("nobody@example.test", default));
    }

    [Fact] // RFC 4513 §5.1.2: slapd would say "success" to nobody in particular.
    public async Task An_empty_password_is_nobodys()
    {
        await using var directory = Directory();
        Assert.False(await directory.VerifyAsync((await directory.FindAsync("ann@example.test", default))!, "", default));
    }

    [Fact]
    public async Task A_password_can_be_compared()
    {
        await using var directory = Directory(options => options with { PasswordAttribute = "userPassword" });
        var ann = (await directory.FindAsync("ann@example.test", default))!;
        Assert.True(await directory.VerifyAsync(ann, "ann-secret", default));
        Assert.False(await directory.VerifyAsync(ann, "wrong", default));
    }

    [Theory] // Case A12.
    [InlineData("*")]
    [InlineData("*@example.test")]
    [InlineData("a)(uid=*")]
    [InlineData("ann@example.test)(objectClass=*")]
    [InlineData("\\2a")]
    [InlineData("ann@example.test\\00")]
    [InlineData("%{address}")]
    [InlineData("ünïcode@example.test")]
    public async Task A_name_full_of_syntax_is_nobody(string name)
    {
        await using var directory = Directory();
        Assert.Null(await directory.FindAsync(name, default));
    }

    [Fact]
    public async Task Members_of_groups_are_found_by_name_and_by_address()
    {
        await using var directory = Directory(options => options with { GroupFilter = Filter("(&(objectClass=groupOfNames)(description=%{address}))") });
        Assert.Equal(["ann@example.test", "bob@example.test"], (await directory.FindGroupAsync("team@example.test", default))!.Order());
        Assert.Null(await directory.FindGroupAsync("nobody@example.test", default));
        await using var lists = Directory(options => options with { GroupFilter = Filter("(&(objectClass=nisMailAlias)(cn=%{local}))"), MemberAttribute = "rfc822MailMember" });
        Assert.Equal(["ann@example.test", "x@far.test"], (await lists.FindGroupAsync("list@example.test", default))!.Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tls_begins_at_once_or_on_demand_under_a_private_authority(bool atOnce)
    {
        await using var directory = Directory(server: new LdapServer("localhost", atOnce ? slapd.TlsPort : slapd.Port, atOnce));
        Assert.NotNull(await directory.FindAsync("ann@example.test", default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_of_another_name_or_authority_is_refused_before_anything_is_said(bool wrongName)
    {
        await using var other = await SlapdServer.StartAsync("", wrongName ? "elsewhere.example.test" : "localhost");
        var authority = wrongName ? Authority(other) : Authority(slapd);
        foreach (var server in (LdapServer[])[new("localhost", other.Port, false), new("localhost", other.TlsPort, true)])
        {
            await using var directory = Directory(options => options with { Authorities = authority }, server);
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await directory.FindAsync("ann@example.test", default));
        }
    }

    [Theory]
    [InlineData("300C02010178070A010204000400")] // it refuses StartTLS: protocolError
    [InlineData("300C02010178070A010004000400" + "300C02010161070A010004000400")] // more comes with the yes, as if from inside
    [InlineData("485454502F312E3120343030")] // it is a web server
    [InlineData("3084FFFFFFFF")]
    [InlineData("")] // it hangs up
    public async Task No_password_goes_over_a_connection_that_is_not_inside_tls(string answer)
    {
        using var fake = new TcpListener(IPAddress.Loopback, 0);
        fake.Start();
        var heard = HearAsync(fake, Convert.FromHexString(answer));
        await using var directory = Directory(server: new LdapServer("localhost", ((IPEndPoint)fake.LocalEndpoint).Port, false));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await directory.FindAsync("ann@example.test", default));

        string octets = Convert.ToHexString(await heard);
        Assert.StartsWith(Convert.ToHexString(LdapRequest.StartTls(1)), octets, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(SlapdServer.ReaderPassword)), octets, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString("cn=reader"u8), octets, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_server_frees_its_work_in_time_and_the_next_one_answers()
    {
        await using var first = await SlapdServer.StartAsync(Host.Entries);
        await using var alone = Directory(options => options with { Timeout = TimeSpan.FromSeconds(3), Authorities = Authority(first) }, new LdapServer("localhost", first.Port, false));
        Assert.NotNull(await alone.FindAsync("ann@example.test", default));
        await first.SignalAsync("STOP");
        long begin = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await alone.FindAsync("bob@example.test", default));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begin).TotalSeconds, 3, 15);

        var both = new X509Certificate2Collection();
        both.AddRange(Authority(first));
        both.AddRange(Authority(slapd));
        await using var failover = new LdapDirectory(
            Options(new LdapServer("localhost", first.Port, false), new LdapServer("localhost", slapd.Port, false)) with { Timeout = TimeSpan.FromSeconds(3), Authorities = both },
            TimeProvider.System, NullLogger<LdapDirectory>.Instance);
        Assert.NotNull(await failover.FindAsync("bob@example.test", default));

        await first.SignalAsync("CONT");
        Assert.NotNull(await alone.FindAsync("bob@example.test", default));
    }

    [Fact]
    public async Task What_the_directory_can_not_tell_is_no_answer()
    {
        await using var ambiguous = Directory(options => options with { UserFilter = Filter("(|(mail=%{address})(objectClass=inetOrgPerson))") });
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await ambiguous.FindAsync("ann@example.test", default));
        await using var nowhere = Directory(options => options with { Base = "dc=elsewhere,dc=test" });
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await nowhere.FindAsync("ann@example.test", default));
        await using var refused = Directory(options => options with { BindPassword = static () => "wrong" });
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await refused.FindAsync("ann@example.test", default));
        await using var nameless = Directory(options => options with { MailAttribute = "telephoneNumber" });
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await nameless.FindAsync("ann@example.test", default));
    }

    [Fact]
    public async Task What_was_found_is_known_for_a_while_without_the_server()
    {
        await using var own = await SlapdServer.StartAsync(Host.Entries);
        await using var directory = Directory(options => options with { Authorities = Authority(own) }, new LdapServer("localhost", own.Port, false));
        var ann = await directory.FindAsync("ann@example.test", default);
        Assert.Null(await directory.FindAsync("nobody@example.test", default));
        await own.StopAsync();
        Assert.Equal(ann, await directory.FindAsync("ann@example.test", default));
        Assert.Null(await directory.FindAsync("nobody@example.test", default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await directory.FindAsync("bob@example.test", default));
        await own.ReturnAsync();
        Assert.NotNull(await directory.FindAsync("bob@example.test", default)); // the dead connection is not held against it
    }

    private LdapDirectory Directory(Func<LdapOptions, LdapOptions>? change = null, LdapServer? server = null)
    {
        var options = Options(server ?? new LdapServer("localhost", slapd.Port, false));
        return new LdapDirectory(change?.Invoke(options) ?? options, TimeProvider.System, NullLogger<LdapDirectory>.Instance);
    }

    private LdapOptions Options(params LdapServer[] servers) => new(servers, SlapdServer.Base, Filter("(&(objectClass=inetOrgPerson)(|(mail=%{address})(mailLocalAddress=%{address})))"))
    {
        Authorities = Authority(slapd),
        BindName = SlapdServer.Reader,
        BindPassword = static () => SlapdServer.ReaderPassword,
        QuotaAttribute = "employeeNumber",
    };

    private static X509Certificate2Collection Authority(SlapdServer server)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(server.AuthorityFile);
        return all;
    }

    private static LdapFilter Filter(string text) => LdapFilter.TryParse(text, out var filter) ? filter! : throw new InvalidOperationException(text);

    /// <summary>Takes one connection, says one thing to it, and keeps what it says.</summary>
    private static async Task<byte[]> HearAsync(TcpListener listener, byte[] answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var heard = new MemoryStream();
        byte[] buffer = new byte[4096];
        int count = await stream.ReadAsync(buffer);
        await heard.WriteAsync(buffer.AsMemory(0, count));
        if (answer.Length == 0)
            return heard.ToArray();
        await stream.WriteAsync(answer);
        try
        {
            while ((count = await stream.ReadAsync(buffer)) > 0)
                await heard.WriteAsync(buffer.AsMemory(0, count));
        }
        catch (IOException)
        {
            // It hung up at once.
        }
        return heard.ToArray();
    }

    public sealed class Host : IAsyncLifetime
    {
        public const string Entries = """
            dn: uid=ann,dc=example,dc=test
            objectClass: inetOrgPerson
            objectClass: inetLocalMailRecipient
            uid: ann
            cn: Ann Lee
            sn: Lee
            mail: Ann@Example.test
            mailLocalAddress: a.lee@example.test
            employeeNumber: 5000
            userPassword: ann-secret

            dn: uid=bob,dc=example,dc=test
            objectClass: inetOrgPerson
            uid: bob
            cn: Bob
            sn: Bob
            mail: bob@example.test
            userPassword: bob-secret

            dn: cn=team,dc=example,dc=test
            objectClass: groupOfNames
            cn: team
            description: team@example.test
            member: uid=ann,dc=example,dc=test
            member: uid=bob,dc=example,dc=test
            member: uid=gone,dc=example,dc=test

            dn: cn=list,dc=example,dc=test
            objectClass: nisMailAlias
            cn: list
            rfc822MailMember: ann@example.test
            rfc822MailMember: x@far.test
            """;

        public SlapdServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await SlapdServer.StartAsync(Entries);

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
