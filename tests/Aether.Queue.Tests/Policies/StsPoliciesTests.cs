using System.Net;
using System.Net.Security;
using Aether.Http.Guarded;
using Aether.Queue.Policies;
using Aether.Queue.Settings;
using Aether.Testing.Stores;
using Aether.Validation.MtaSts;

namespace Aether.Queue.Tests.Policies;

/// <summary>Policies are fetched over HTTPS from where they must be, and kept for as long as they say. RFC 8461 §3, cases A11 and J04.</summary>
public sealed class StsPoliciesTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestAuthority authority = new();
    private readonly TestStore store = new();
    private readonly FakeResolver dns = new FakeResolver().Address("mta-sts.remote.test", "127.0.0.1").Text("_mta-sts.remote.test", "v=STSv1; id=1;");
    private PolicyServer server = null!;
    private IReadOnlyList<IPNetwork> allowed = [IPNetwork.Parse("127.0.0.0/8")];

    public ValueTask InitializeAsync()
    {
        server = new PolicyServer(Certificate("mta-sts.remote.test"));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await store.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task A_policy_is_fetched_once_and_outlives_the_process()
    {
        Assert.Equal((StsMode.Enforce, TimeSpan.FromDays(1)), await FindAsync() is { } policy ? (policy.Mode, policy.MaxAge) : default);
        Assert.NotNull(await FindAsync());
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Another_id_means_another_policy()
    {
        await FindAsync();
        server.Body = "version: STSv1\r\nmode: testing\r\nmx: *.remote.test\r\nmax_age: 60\r\n";
        dns.Text("_mta-sts.remote.test", "v=STSv1; id=2;");
        Assert.Equal(StsMode.Testing, (await FindAsync())!.Mode);
        store.Clock.Advance(TimeSpan.FromSeconds(60));
        dns.Text("_mta-sts.remote.test", "no policy any more");
        Assert.Null(await FindAsync()); // its time is over
    }

    [Fact] // RFC 8461 §10.2: who can suppress records and fetching gains nothing as long as a policy is kept
    public async Task What_can_not_be_fetched_leaves_what_is_kept()
    {
        await FindAsync();
        server.Status = "500 No";
        dns.Text("_mta-sts.remote.test", "v=STSv1; id=2;");
        Assert.Equal(StsMode.Enforce, (await FindAsync())!.Mode);
        dns.Text("_mta-sts.remote.test");
        Assert.Equal(StsMode.Enforce, (await FindAsync())!.Mode);
    }

    [Fact]
    public async Task What_failed_is_left_alone_for_a_while()
    {
        server.Status = "404 Not Found";
        var policies = NewPolicies();
        Assert.Null(await policies.FindAsync("remote.test", None));
        Assert.Null(await policies.FindAsync("remote.test", None));
        Assert.Equal(1, server.Requests);
        server.Status = "200 OK";
        store.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.NotNull(await policies.FindAsync("remote.test", None));
    }

    [Theory]
    [InlineData("302 Found", "Content-Type: text/plain\r\nLocation: https://mta-sts.remote.test/other\r\n", 0)]
    [InlineData("200 OK", "Content-Type: text/html\r\n", 0)]
    [InlineData("200 OK", "Content-Type: text/plain\r\n", 70_000)]
    [InlineData("204 No Content", "Content-Type: text/plain\r\n", 0)]
    public async Task What_is_no_policy_as_it_must_come_is_none(string status, string fields, int padding)
    {
        (server.Status, server.Fields) = (status, fields);
        server.Body += string.Concat(Enumerable.Repeat("x: y\n", padding / 5));
        Assert.Null(await FindAsync());
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_certificate_of_another_name_is_none()
    {
        await server.DisposeAsync();
        server = new PolicyServer(Certificate("remote.test"));
        Assert.Null(await FindAsync());
        Assert.Equal(0, server.Requests);
    }

    [Fact] // J04: a stranger's name must not make us talk to what only we can reach
    public async Task A_private_address_is_not_asked()
    {
        allowed = [];
        Assert.Null(await FindAsync());
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task A_domain_without_a_record_is_not_asked()
    {
        dns.Text("_mta-sts.remote.test", "v=STSv1; id=1;", "v=STSv1; id=2;"); // RFC 8461 §3.1: two count as none
        Assert.Null(await FindAsync());
        Assert.Equal(0, server.Requests);
    }

    private ValueTask<StsPolicy?> FindAsync() => NewPolicies().FindAsync("remote.test", None);

    private StsPolicies NewPolicies()
    {
        var http = new GuardedHttp(new GuardedHttpOptions { AllowedNetworks = allowed, Roots = [authority.Root], ConnectTimeout = TimeSpan.FromMinutes(1) }, dns, TimeProvider.System);
        return new StsPolicies(new TransportOptions { PolicyPort = server.Port }, store.Store.TlsPolicies, http, dns, store.Clock);
    }

    private SslStreamCertificateContext Certificate(string name) => authority.Shown(authority.Issue(name));
}
