using System.Net.Security;
using Aether.Dns.Resolving;
using Aether.Queue.Tests.Outbound;
using Aether.Storage.Envelopes;

using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Policies;

/// <summary>What DANE, MTA-STS and REQUIRETLS let through, to a server with STARTTLS on a real socket. Case A11.</summary>
public sealed class TransportTests : IAsyncLifetime
{
    private const string Message = "Subject: x\r\n\r\ntext\r\n";
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestAuthority authority = new();
    private readonly ScriptedServer remote = new() { Ehlo = "250-remote.test\r\n250-PIPELINING\r\n250-REQUIRETLS\r\n250 STARTTLS\r\n" };
    private QueueTestBench bench = null!;

    private string TlsaName => $"_{remote.Port}._tcp.mx.remote.test";

    public async ValueTask InitializeAsync() => bench = await StartAsync(remote);

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        authority.Dispose();
    }

    [Theory] // RFC 7672 §3.1.1: whoever signed it, and whatever its name
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    public async Task A_certificate_that_the_records_name_is_taken(byte selector, byte matching)
    {
        using var leaf = authority.Issue("quite.other.test");
        remote.Certificate = authority.Shown(leaf);
        bench.Dns.IsSigned = true;
        bench.Dns.Tlsa(TlsaName, TestAuthority.Tlsa(3, authority.Root), TestAuthority.Tlsa(3, leaf, selector, matching));
        await SendAsync();
        Assert.Equal(1, remote.Encrypted);
    }

    [Theory] // RFC 7672 §3.1.2: behind an authority that is named, the name counts
    [InlineData("mx.remote.test", true)]
    [InlineData("other.test", false)]
    public async Task A_certificate_of_an_authority_that_the_records_name_is_taken_if_its_name_fits(string name, bool taken)
    {
        using var leaf = authority.Issue(name);
        remote.Certificate = authority.Shown(leaf);
        bench.Dns.IsSigned = true;
        bench.Dns.Tlsa(TlsaName, TestAuthority.Tlsa(2, authority.Authority));
        if (taken)
            await SendAsync();
        else
            await AssertDeferredAsync("The TLS handshake failed");
    }

    [Fact] // names are no signatures: the authority that is named has to have signed it
    public async Task A_certificate_of_another_authority_of_the_same_name_gets_nothing()
    {
        using var forger = new TestAuthority();
        using var leaf = forger.Issue("mx.remote.test");
        remote.Certificate = SslStreamCertificateContext.Create(leaf, [authority.Authority, authority.Root], offline: true);
        bench.Dns.IsSigned = true;
        bench.Dns.Tlsa(TlsaName, TestAuthority.Tlsa(2, authority.Authority));
        await AssertDeferredAsync("The TLS handshake failed");
    }

    [Fact]
    public async Task Another_certificate_than_the_records_name_gets_nothing()
    {
        using var leaf = authority.Issue("mx.remote.test");
        using var other = authority.Issue("mx.remote.test");
        remote.Certificate = authority.Shown(leaf);
        bench.Dns.IsSigned = true;
        bench.Dns.Tlsa(TlsaName, TestAuthority.Tlsa(3, other));
        await AssertDeferredAsync("The TLS handshake failed");
    }

    [Fact]
    public async Task A_host_with_records_that_offers_no_tls_gets_nothing()
    {
        using var leaf = authority.Issue("mx.remote.test");
        remote.Ehlo = "250 remote.test\r\n";
        bench.Dns.IsSigned = true;
        bench.Dns.Tlsa(TlsaName, TestAuthority.Tlsa(3, leaf));
        await AssertDeferredAsync("TLS is required, and the server does not offer it");
    }

    [Fact] // RFC 7672 §2.1.2: or whoever sits between could make them vanish
    public async Task Records_that_can_not_be_looked_up_keep_mail_waiting()
    {
        bench.Dns.IsSigned = true;
        bench.Dns.Tlsa(TlsaName, DnsStatus.TemporaryFailure);
        await AssertDeferredAsync("The host's TLSA records can't be looked up now");
        Assert.Equal(0, remote.Connections);
    }

    [Fact] // RFC 7672 §2.2: PKIX usages mean nothing here, encryption is mandatory
    public async Task Records_that_nobody_can_use_still_demand_encryption()
    {
        using var leaf = authority.Issue("other.test");
        bench.Dns.IsSigned = true;
        bench.Dns.Tlsa(TlsaName, TestAuthority.Tlsa(1, authority.Root), new TlsaRecord(3, 1, 1, new byte[5]));
        remote.Certificate = authority.Shown(leaf);
        await SendAsync();
        Assert.Equal(1, remote.Encrypted);
    }

    [Fact]
    public async Task Records_that_nobody_vouches_for_mean_nothing()
    {
        using var leaf = authority.Issue("mx.remote.test");
        bench.Dns.Tlsa(TlsaName, TestAuthority.Tlsa(3, authority.Root));
        remote.Certificate = authority.Shown(leaf);
        await SendAsync();
        Assert.Equal(1, remote.Encrypted);
    }

    [Fact]
    public async Task Without_dane_by_configuration_records_mean_nothing()
    {
        using var leaf = authority.Issue("mx.remote.test");
        bench.Options = options => options with { Transport = options.Transport with { Dane = false } };
        bench.Dns.IsSigned = true;
        bench.Dns.Tlsa(TlsaName, TestAuthority.Tlsa(3, authority.Root));
        remote.Certificate = authority.Shown(leaf);
        await SendAsync();
    }

    [Fact]
    public async Task A_policy_that_is_enforced_keeps_mail_from_a_wrong_certificate()
    {
        using var leaf = authority.Issue("mx.remote.test"); // signed by nobody whom this machine trusts
        await KeepPolicyAsync("enforce", "mx.remote.test");
        remote.Certificate = authority.Shown(leaf);
        await AssertDeferredAsync("The TLS handshake failed");
    }

    [Fact]
    public async Task A_policy_that_is_enforced_keeps_mail_from_a_server_whose_starttls_was_stripped()
    {
        await KeepPolicyAsync("enforce", "*.remote.test");
        remote.Ehlo = "250 remote.test\r\n";
        await AssertDeferredAsync("TLS is required, and the server does not offer it");
    }

    [Fact]
    public async Task A_policy_that_is_enforced_keeps_mail_from_hosts_that_it_does_not_name()
    {
        await KeepPolicyAsync("enforce", "mx.elsewhere.test");
        await AssertDeferredAsync("The domain's policy (MTA-STS) does not name the host");
        Assert.Equal(0, remote.Connections);
    }

    [Fact]
    public async Task A_policy_that_is_tested_keeps_nothing()
    {
        await KeepPolicyAsync("testing", "mx.elsewhere.test");
        remote.Ehlo = "250 remote.test\r\n";
        await SendAsync();
    }

    [Fact] // RFC 8461 §2: the records come first, and the certificate need not please anybody else
    public async Task Records_come_before_a_policy()
    {
        using var leaf = authority.Issue("other.test");
        await KeepPolicyAsync("enforce", "mx.elsewhere.test");
        remote.Certificate = authority.Shown(leaf);
        bench.Dns.IsSigned = true;
        bench.Dns.Tlsa(TlsaName, TestAuthority.Tlsa(3, leaf));
        await SendAsync();
    }

    [Theory] // RFC 8689 §4.2.1: that it is a host of the domain must be sure
    [InlineData(false, "5.7.30")]
    [InlineData(true, null)]
    public async Task A_message_with_requiretls_goes_where_dane_vouches_for_the_host(bool isSigned, string? refusal)
    {
        using var leaf = authority.Issue("mx.remote.test");
        remote.Certificate = authority.Shown(leaf);
        bench.Dns.IsSigned = isSigned;
        bench.Dns.Tlsa(TlsaName, TestAuthority.Tlsa(3, leaf));
        await bench.EnqueueAsync("ann@our.test", Message, new QueueEnvelope { RequireTls = true }, To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Equal(refusal is null ? 1 : 0, remote.Encrypted);
        Assert.Empty(remote.Messages.Skip(remote.Encrypted));
        if (refusal is not null)
            Assert.Contains($"Status: {refusal}", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
    }

    private async Task KeepPolicyAsync(string mode, string host)
    {
        await bench.Store.Store.TlsPolicies.SetAsync("remote.test", "1", $"version: STSv1\nmode: {mode}\nmx: {host}\nmax_age: 86400\n", TimeSpan.FromDays(1), None);
        bench.KeepsPolicies = true;
    }

    private async Task SendAsync()
    {
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Single(remote.Messages);
        Assert.Empty(await bench.InboxAsync("ann"));
    }

    private async Task AssertDeferredAsync(string why)
    {
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        Assert.Contains(why, (await bench.RunUntilDeferredAsync()).LastReply, StringComparison.Ordinal);
        Assert.Empty(remote.Messages);
    }
}
