using Aether.Queue.Tests.Policies;
using Aether.Storage.Envelopes;
using Aether.Storage.Reports;
using Aether.Validation.TlsReports;

using static Aether.Queue.Tests.QueueTestBench;

namespace Aether.Queue.Tests.Outbound;

/// <summary>What sessions come to is counted as RFC 8460 §4.3 names it, to a server with STARTTLS on a real socket. Case A11.</summary>
public sealed class TlsOutcomesTests : IAsyncLifetime
{
    private const string Message = "Subject: x\r\n\r\ntext\r\n";
    private readonly TestAuthority authority = new();
    private readonly ScriptedServer remote = new() { Ehlo = "250-remote.test\r\n250 STARTTLS\r\n" };
    private QueueTestBench bench = null!;

    private string TlsaName => $"_{remote.Port}._tcp.mx.remote.test";

    public async ValueTask InitializeAsync() => bench = await StartAsync(remote);

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task Without_a_policy_any_encryption_is_a_success()
    {
        using var leaf = authority.Issue("quite.other.test");
        remote.Certificate = authority.Shown(leaf);
        await SendAsync();
        Assert.Equal((TlsPolicyType.None, "remote.test", null), await SeenAsync());
    }

    [Fact]
    public async Task A_server_without_starttls_is_counted_and_still_gets_its_mail()
    {
        remote.Ehlo = "250 remote.test\r\n";
        await SendAsync();
        Assert.Equal((TlsPolicyType.None, "remote.test", TlsResultType.StartTlsNotSupported), await SeenAsync());
    }

    [Fact]
    public async Task Where_starttls_was_stripped_mail_waits_and_it_is_counted()
    {
        await KeepPolicyAsync("enforce", "mx.remote.test");
        remote.Ehlo = "250 remote.test\r\n";
        await DeferAsync();
        Assert.Equal((TlsPolicyType.Sts, "remote.test", TlsResultType.StartTlsNotSupported), await SeenAsync());
    }

    [Theory]
    [InlineData("enforce", "mx.remote.test", "mx.remote.test", TlsResultType.CertificateNotTrusted)]
    [InlineData("enforce", "mx.remote.test", "other.test", TlsResultType.CertificateHostMismatch)]
    [InlineData("enforce", "mx.elsewhere.test", "mx.remote.test", TlsResultType.ValidationFailure)]
    [InlineData("testing", "mx.remote.test", "other.test", TlsResultType.CertificateHostMismatch)] // delivered, and told all the same
    public async Task A_wrong_certificate_or_host_is_counted_for_a_policy(string mode, string host, string name, TlsResultType expected)
    {
        using var leaf = authority.Issue(name);
        remote.Certificate = authority.Shown(leaf);
        await KeepPolicyAsync(mode, host);
        if (mode == "enforce")
            await DeferAsync();
        else
            await SendAsync();
        Assert.Equal((TlsPolicyType.Sts, "remote.test", expected), await SeenAsync());
    }

    [Fact]
    public async Task Tlsa_records_are_reported_with_what_they_are()
    {
        using var leaf = authority.Issue("other.test");
        remote.Certificate = authority.Shown(leaf);
        bench.Dns.IsSigned = true;
        bench.Dns.Tlsa(TlsaName, TestAuthority.Tlsa(3, leaf));
        await SendAsync();
        var detail = Assert.Single(await DetailsAsync());
        Assert.Equal((TlsPolicyType.Tlsa, "mx.remote.test", null), (detail.Policy.Type, detail.Policy.Domain, detail.Failure));
        Assert.StartsWith("3 ", Assert.Single(detail.Policy.Strings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_no_tlsa_record_fits_is_counted()
    {
        using var leaf = authority.Issue("mx.remote.test");
        using var other = authority.Issue("mx.remote.test");
        remote.Certificate = authority.Shown(leaf);
        bench.Dns.IsSigned = true;
        bench.Dns.Tlsa(TlsaName, TestAuthority.Tlsa(3, other));
        await DeferAsync();
        var failure = Assert.Single(await DetailsAsync()).Failure!;
        Assert.Equal((TlsResultType.CertificateNotTrusted, "127.0.0.1", "mx.remote.test", "127.0.0.1", "no TLSA record fits the certificate"), (failure.Type, failure.SendingAddress, failure.ReceivingHost, failure.ReceivingAddress, failure.Reason));
    }

    [Fact]
    public async Task A_handshake_that_fails_is_counted_and_the_mail_goes_in_the_clear()
    {
        remote.Certificate = null;
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        await bench.RunUntilAsync(async () => (await DetailsAsync()).Count > 0);
        Assert.Equal(TlsResultType.ValidationFailure, (await DetailsAsync())[0].Failure!.Type);
    }

    [Fact] // RFC 8460 §3: a report about broken encryption must not wait for it; nor is it counted itself
    public async Task A_report_goes_out_where_a_policy_would_keep_it_back()
    {
        await KeepPolicyAsync("enforce", "mx.elsewhere.test");
        remote.Ehlo = "250 remote.test\r\n";
        await bench.EnqueueAsync("", Message, new QueueEnvelope { TlsOptional = true }, To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Single(remote.Messages);
        Assert.Empty(await DetailsAsync());
    }

    [Theory] // RFC 8689 §4.2.2: policies are followed where that works, and keep nothing back; what was wrong is told all the same
    [InlineData("mx.remote.test", true, TlsResultType.StartTlsNotSupported)]
    [InlineData("mx.elsewhere.test", false, TlsResultType.CertificateNotTrusted)] // nobody here trusts the test's authority
    [InlineData("mx.remote.test", false, TlsResultType.CertificateNotTrusted)]
    public async Task Mail_that_may_do_without_tls_is_delivered_and_counted(string host, bool isStripped, TlsResultType expected)
    {
        using var leaf = authority.Issue("mx.remote.test");
        remote.Certificate = authority.Shown(leaf);
        await KeepPolicyAsync("enforce", host);
        if (isStripped)
            remote.Ehlo = "250 remote.test\r\n";
        await SendAsync(new QueueEnvelope { TlsOptional = true });
        Assert.Equal(isStripped ? 0 : 1, remote.Encrypted);
        Assert.Equal((TlsPolicyType.Sts, "remote.test", expected), await SeenAsync());
    }

    [Fact]
    public async Task Mail_that_may_do_without_tls_goes_past_tlsa_records_and_tells_of_them()
    {
        using var leaf = authority.Issue("mx.remote.test");
        using var other = authority.Issue("mx.remote.test");
        remote.Certificate = authority.Shown(leaf);
        bench.Dns.IsSigned = true;
        bench.Dns.Tlsa(TlsaName, TestAuthority.Tlsa(3, other));
        await SendAsync(new QueueEnvelope { TlsOptional = true });
        Assert.Equal((TlsPolicyType.Tlsa, "mx.remote.test", TlsResultType.CertificateNotTrusted), await SeenAsync());
    }

    [Fact] // RFC 8689 §4.2.1: that the server knows no REQUIRETLS is no flaw of its TLS
    public async Task A_server_that_does_not_know_requiretls_had_a_good_session()
    {
        using var leaf = authority.Issue("mx.remote.test");
        remote.Certificate = authority.Shown(leaf);
        bench.Dns.IsSigned = true;
        bench.Dns.Tlsa(TlsaName, TestAuthority.Tlsa(3, leaf));
        await bench.EnqueueAsync("ann@our.test", Message, new QueueEnvelope { RequireTls = true }, To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Empty(remote.Messages);
        Assert.Contains("Status: 5.7.30", Assert.Single(await bench.InboxAsync("ann")), StringComparison.Ordinal);
        Assert.Equal((TlsPolicyType.Tlsa, "mx.remote.test", null), await SeenAsync());
    }

    [Fact] // a host that nothing vouches for is not asked, so there is no session to count
    public async Task Where_requiretls_finds_no_policy_nothing_is_counted()
    {
        await bench.EnqueueAsync("ann@our.test", Message, new QueueEnvelope { RequireTls = true }, To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Equal(0, remote.Connections);
        Assert.Empty(await DetailsAsync());
    }

    [Fact]
    public async Task Switched_off_nothing_is_counted()
    {
        bench.Options = options => options with { Transport = options.Transport with { Reports = false } };
        remote.Ehlo = "250 remote.test\r\n";
        await SendAsync();
        Assert.Empty(await DetailsAsync());
    }

    private async Task KeepPolicyAsync(string mode, string host)
    {
        await bench.Store.Store.TlsPolicies.SetAsync("remote.test", "1", $"version: STSv1\nmode: {mode}\nmx: {host}\nmax_age: 86400\n", TimeSpan.FromDays(1), default);
        bench.KeepsPolicies = true;
    }

    private async Task SendAsync(QueueEnvelope? envelope = null)
    {
        await bench.EnqueueAsync("ann@our.test", Message, envelope ?? new QueueEnvelope(), To("dora@remote.test"));
        await bench.RunUntilEmptyAsync();
        Assert.Single(remote.Messages);
    }

    private async Task DeferAsync()
    {
        await bench.EnqueueAsync("ann@our.test", Message, To("dora@remote.test"));
        await bench.RunUntilDeferredAsync();
        Assert.Empty(remote.Messages);
    }

    private async Task<(TlsPolicyType Type, string Domain, TlsResultType? Flaw)> SeenAsync()
    {
        var detail = Assert.Single(await DetailsAsync());
        return (detail.Policy.Type, detail.Policy.Domain, detail.Failure?.Type);
    }

    private async Task<IReadOnlyList<TlsDetail>> DetailsAsync()
    {
        var reports = bench.Store.Store.Reports;
        var details = new List<TlsDetail>();
        foreach (var due in await reports.ListDueAsync(10, default))
        {
            Assert.Equal((ReportKind.Tls, "remote.test"), (due.Kind, due.Domain));
            details.AddRange((await reports.ListTalliesAsync(due, default)).Select(tally => TlsDetail.Parse(tally.Detail)!));
        }

        return details;
    }
}
