using System.Net;
using Aether.Validation.Lookups;
using Aether.Validation.Spf;
using CsCheck;

namespace Aether.Validation.Tests.Spf;

public class SpfCheckerTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;
    private static readonly string[] Terms = ["a", "mx", "ptr", "include:t.test", "a:%{d1r}.t.test", "exists:%{s}%{i}%{p}.t.test", "redirect=t.test", "exp=t.test", "-all", "mx:%{h}/8//9", "%", "ip4:1.2.3.4"];
    private readonly TableResolver dns = new();

    [Fact] // RFC 7208 §2.3
    public async Task The_helo_name_is_checked_by_itself()
    {
        dns.Text("mx.example.org", "v=spf1 ip4:192.0.2.1 -all").Text("example.net", "v=spf1 -all");
        Assert.Equal(SpfResult.Pass, (await CheckAsync("a@example.net", SpfIdentity.Helo)).Result);
        Assert.Equal(SpfResult.Fail, (await CheckAsync("a@example.net", SpfIdentity.MailFrom)).Result);
    }

    [Fact] // RFC 7208 §2.4
    public async Task A_null_reverse_path_has_the_identity_of_the_helo_name()
    {
        dns.Text("mx.example.org", "v=spf1 exists:%{l}.%{o} -all").Address("postmaster.mx.example.org", "127.0.0.2");
        Assert.Equal(new SpfOutcome(SpfResult.Pass, SpfIdentity.MailFrom, "mx.example.org", "exists:%{l}.%{o}"), await CheckAsync("", SpfIdentity.MailFrom));
    }

    [Fact]
    public async Task An_ipv4_client_over_an_ipv6_socket_is_an_ipv4_client()
    {
        dns.Text("example.net", "v=spf1 ip4:192.0.2.0/24 -all");
        var request = new SpfRequest(IPAddress.Parse("::ffff:192.0.2.77"), "mx.example.org", "a@example.net", "here.test");
        Assert.Equal(SpfResult.Pass, (await Checker().CheckAsync(request, SpfIdentity.MailFrom, None)).Result);
    }

    [Fact] // RFC 5890
    public async Task A_sender_with_u_labels_is_asked_by_its_a_labels()
    {
        dns.Text("xn--bcher-kva.example", "v=spf1 ip4:192.0.2.1 -all");
        Assert.Equal(SpfResult.Pass, (await CheckAsync("\u00e4@b\u00fccher.example", SpfIdentity.MailFrom)).Result);
    }

    [Fact] // D04
    public async Task Eleven_look_ups_and_an_include_of_itself_are_permanent_errors()
    {
        dns.Text("loop.test", "v=spf1 include:loop.test -all");
        Assert.Equal(SpfResult.PermError, (await CheckAsync("a@loop.test", SpfIdentity.MailFrom)).Result);
        Assert.InRange(dns.Questions, 1, 12);
        dns.Text("ten.test", "v=spf1" + string.Concat(Enumerable.Range(0, 10).Select(i => $" a:h{i}.test")) + " ?all");
        dns.Text("eleven.test", "v=spf1" + string.Concat(Enumerable.Range(0, 11).Select(i => $" a:h{i}.test")) + " ?all");
        for (int i = 0; i < 11; i++)
            dns.Address($"h{i}.test", "198.51.100.1");
        Assert.Equal(SpfResult.Neutral, (await CheckAsync("a@ten.test", SpfIdentity.MailFrom)).Result);
        Assert.Equal(SpfResult.PermError, (await CheckAsync("a@eleven.test", SpfIdentity.MailFrom)).Result);
    }

    [Theory] // D04, RFC 7208 §4.6.4
    [InlineData(2, SpfResult.Neutral)]
    [InlineData(3, SpfResult.PermError)]
    public async Task Look_ups_that_find_nothing_are_counted(int voids, SpfResult expected)
    {
        dns.Text("void.test", "v=spf1" + string.Concat(Enumerable.Range(0, voids).Select(i => $" a:none{i}.test")) + " ?all");
        Assert.Equal(expected, (await CheckAsync("a@void.test", SpfIdentity.MailFrom)).Result);
    }

    [Fact] // D04
    public async Task A_thousand_exchangers_cost_one_look_up()
    {
        dns.Text("many.test", "v=spf1 mx -all");
        for (int i = 0; i < 1000; i++)
            dns.Mx("many.test", i, $"mx{i}.test");
        Assert.Equal(SpfResult.PermError, (await CheckAsync("a@many.test", SpfIdentity.MailFrom)).Result);
        Assert.Equal(2, dns.Questions);
    }

    [Fact] // D04: twenty seconds for all, then a temporary error
    public async Task The_budget_of_the_message_ends_the_check()
    {
        dns.Text("ten.test", "v=spf1" + string.Concat(Enumerable.Range(0, 10).Select(i => $" a:h{i}.test")) + " -all");
        for (int i = 0; i < 10; i++)
            dns.Address($"h{i}.test", "198.51.100.1");
        using var lookups = new MessageLookups(dns, new LookupLimits { Questions = 5 }, TimeProvider.System);
        var outcome = await new SpfChecker(lookups, new SpfLimits(), TimeProvider.System).CheckAsync(Request("a@ten.test"), SpfIdentity.MailFrom, None);
        Assert.Equal(SpfResult.TempError, outcome.Result);
        Assert.True(lookups.HasFailed);
        Assert.Equal(5, dns.Questions);
    }

    [Fact] // D08
    public async Task A_failed_look_up_is_a_temporary_error_and_never_a_fail()
    {
        dns.Text("example.net", "v=spf1 a:down.test -all").Fails<IPAddress>("down.test");
        Assert.Equal(SpfResult.TempError, (await CheckAsync("a@example.net", SpfIdentity.MailFrom)).Result);
        dns.Fails<string>("down.example");
        Assert.Equal(SpfResult.TempError, (await CheckAsync("a@down.example", SpfIdentity.MailFrom)).Result);
    }

    [Fact] // RFC 7208 §9.1
    public async Task The_field_says_who_asked_what()
    {
        dns.Text("example.net", "v=spf1 ip4:192.0.2.1 -all");
        var request = Request("a\"b@example.net");
        var field = ReceivedSpf.Format(await Checker().CheckAsync(request, SpfIdentity.MailFrom, None), request);
        Assert.Equal(
            "Received-SPF: pass\r\n\tclient-ip=192.0.2.1;\r\n\tenvelope-from=\"a\\\"b@example.net\";\r\n\thelo=mx.example.org;\r\n\tidentity=mailfrom;\r\n\tmechanism=\"ip4:192.0.2.1\";\r\n\treceiver=here.test\r\n",
            field);
    }

    [Fact]
    public void The_field_has_no_line_that_a_sender_wrote()
    {
        var outcome = new SpfOutcome(SpfResult.PermError, SpfIdentity.MailFrom, "x", "all\r\nX: 1", "bad\nY: 2");
        var lines = ReceivedSpf.Format(outcome, new SpfRequest(IPAddress.Loopback, "h\r\nZ: 3", "s\0@d", "r")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines.Skip(1), line => Assert.StartsWith("\t", line, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Any(c => c is '\n' or '\r' or '\0'));
    }

    [Fact]
    public void Any_text_is_a_record_or_is_not_one() => Gen.String[Gen.Char["v=spf1 abcdeiklmnprtux:/%{}.+-~?0123456789_=\u00e9\0"], 0, 80].Sample(
        text =>
        {
            var record = SpfRecordParser.Parse("v=spf1 " + text, out var problem);
            Assert.Equal(record is null, problem is not null);
        },
        iter: 20_000);

    [Fact] // D04: whatever is published, at most so many questions are asked
    public async Task Any_record_is_checked_within_the_limits() => await Gen.Int[0, Terms.Length - 1].Select(i => Terms[i]).Array[0, 14].SampleAsync(
        async terms =>
        {
            var table = new TableResolver().Text("t.test", "v=spf1 " + string.Join(' ', terms)).Mx("t.test", 1, "t.test").Address("t.test", "198.51.100.1").Pointer("192.0.2.1", "t.test");
            var outcome = await new SpfChecker(table, new SpfLimits(), TimeProvider.System).CheckAsync(Request("a@t.test"), SpfIdentity.MailFrom, CancellationToken.None);
            Assert.True(Enum.IsDefined(outcome.Result));
            Assert.InRange(table.Questions, 1, 40);
        },
        iter: 2_000);

    private static SpfRequest Request(string sender) => new(IPAddress.Parse("192.0.2.1"), "mx.example.org", sender, "here.test");

    private SpfChecker Checker() => new(dns, new SpfLimits(), TimeProvider.System);

    private ValueTask<SpfOutcome> CheckAsync(string sender, SpfIdentity identity) => Checker().CheckAsync(Request(sender), identity, None);
}
