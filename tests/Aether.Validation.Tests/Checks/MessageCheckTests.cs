using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Aether.Validation.Arc;
using Aether.Validation.Checks;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Results;
using Aether.Validation.Spf;
using Aether.Validation.Tests.Dkim;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Validation.Tests.Checks;

/// <summary>From octets to a verdict.</summary>
public sealed class MessageCheckTests : IDisposable
{
    private readonly TableResolver dns = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly DkimSigningKey key = new("football.example.com", "s1", DkimAlgorithm.Ed25519Sha256, DkimSigningKey.NewSecret(DkimAlgorithm.Ed25519Sha256));
    private CheckOptions options = new("mx.here.test");

    public MessageCheckTests() => dns.Text(key.RecordName, key.RecordText());

    public void Dispose()
    {
        key.Dispose();
        services.Dispose();
    }

    [Fact]
    public async Task A_good_message_is_accepted_with_all_results()
    {
        dns.Text("_dmarc.football.example.com", "v=DMARC1; p=reject").Text("example.org", "v=spf1 ip4:192.0.2.1 -all").Pointer("192.0.2.1", "mail.example.org").Address("mail.example.org", "192.0.2.1");
        var found = await CheckAsync(Samples.Sign(Samples.Mail, key));
        Assert.Equal((MailAction.Accept, DmarcResult.Pass, SpfResult.Pass, SpfResult.None), (found.Action, found.Dmarc!.Result, found.Spf!.Result, found.HeloSpf!.Result));
        Assert.Equal((true, false), (found.Dmarc.IsDkimAligned, found.Dmarc.IsSpfAligned));
        Assert.Equal(ReverseResult.Pass, found.Reverse!.Result);
    }

    [Theory]
    [InlineData("v=DMARC1; p=reject", MailAction.Reject)]
    [InlineData("v=DMARC1; p=quarantine", MailAction.Quarantine)]
    [InlineData("v=DMARC1; p=none", MailAction.Accept)]
    public async Task What_fails_is_treated_as_its_author_wants(string record, MailAction expected)
    {
        dns.Text("_dmarc.football.example.com", record);
        Assert.Equal((expected, DmarcResult.Fail), Of(await CheckAsync(Samples.Mail)));
        options = options with { AppliesDmarc = false };
        Assert.Equal((MailAction.Accept, DmarcResult.Fail), Of(await CheckAsync(Samples.Mail)));
    }

    [Fact]
    public async Task A_local_rule_comes_before_the_policy()
    {
        dns.Text("_dmarc.football.example.com", "v=DMARC1; p=reject");
        options = options with { DmarcExceptions = new HashSet<string> { "football.example.com" } };
        var found = await CheckAsync(Samples.Mail);
        Assert.Equal((MailAction.Accept, DmarcResult.Fail), Of(found));
        Assert.NotNull(found.Reason);
    }

    [Theory] // RFC 8617 §7.2.1, §9; D05
    [InlineData("list.test", "dmarc=pass header.from=football.example.com", MailAction.Accept)]
    [InlineData("list.test", "dmarc=fail header.from=football.example.com", MailAction.Reject)]
    [InlineData("list.test", "dmarc=passing", MailAction.Reject)]
    [InlineData("evil.test", "dmarc=pass header.from=football.example.com", MailAction.Reject)]
    public async Task A_trusted_chain_stands_for_a_pass_that_it_saw(string sealer, string results, MailAction expected)
    {
        dns.Text("_dmarc.football.example.com", "v=DMARC1; p=reject");
        options = options with { TrustedSealers = new HashSet<string> { "list.test" } };
        using var seal = new DkimSigningKey(sealer, "a", DkimAlgorithm.Ed25519Sha256, DkimSigningKey.NewSecret(DkimAlgorithm.Ed25519Sha256));
        dns.Text(seal.RecordName, seal.RecordText());
        var message = ArcSealer.Seal(Samples.Header(Samples.Mail), Samples.BodyHash(Samples.Mail), $"{sealer}; {results}", ArcOutcome.None, seal, Samples.Now) + Samples.Mail;
        var found = await CheckAsync(message);
        Assert.Equal(ArcResult.Pass, found.Arc.Result);
        Assert.Equal(expected, found.Action);
    }

    [Fact] // D02
    public async Task Two_authors_are_refused_whatever_any_policy_says()
    {
        Assert.Equal((MailAction.Reject, DmarcResult.PermError), Of(await CheckAsync("From: x@evil.test\r\n" + Samples.Mail)));
        Assert.Equal((MailAction.Reject, DmarcResult.PermError), Of(await CheckAsync("Subject: no author\r\n\r\n")));
    }

    [Fact] // D09
    public async Task A_domain_that_looks_like_another_is_flagged()
    {
        var found = await CheckAsync("From: Security <security@xn--pypal-4ve.com>\r\nSubject: your account\r\n\r\nClick.\r\n");
        Assert.Equal(("paypal.com", MailAction.Accept), (found.LooksLike, found.Action));
        Assert.Contains("\tdmarc=none (looks like paypal.com) header.from=xn--pypal-4ve.com", AuthenticationResults.Format(found), StringComparison.Ordinal);
        Assert.Null((await CheckAsync(Samples.Mail)).LooksLike);
    }

    [Fact] // RFC 7208 §8.4
    public async Task A_fail_of_spf_is_refused_only_where_that_is_wanted()
    {
        dns.Text("example.org", "v=spf1 -all");
        Assert.Equal((MailAction.Accept, DmarcResult.None), Of(await CheckAsync(Samples.Mail)));
        options = options with { RejectsSpfFail = true };
        Assert.Equal((MailAction.Reject, DmarcResult.None), Of(await CheckAsync(Samples.Mail)));
        dns.Text("_dmarc.football.example.com", "v=DMARC1; p=none");
        Assert.Equal((MailAction.Accept, DmarcResult.Pass), Of(await CheckAsync(Samples.Sign(Samples.Mail, key))));
    }

    [Theory] // D08: security.onDnsFailure
    [InlineData(false, MailAction.Accept)]
    [InlineData(true, MailAction.Defer)]
    public async Task A_failed_look_up_is_never_a_refusal_for_good(bool defers, MailAction expected)
    {
        options = options with { DefersOnDnsFailure = defers };
        dns.Fails<string>("_dmarc.football.example.com");
        var found = await CheckAsync(Samples.Mail);
        Assert.Equal((expected, DmarcResult.TempError), Of(found));
        Assert.True(found.HasTemporaryErrors);
        dns.Clear("_dmarc.football.example.com").Text("_dmarc.football.example.com", "v=DMARC1; p=reject").Clear(key.RecordName).Fails<string>(key.RecordName);
        Assert.Equal((expected, DmarcResult.TempError), Of(await CheckAsync(Samples.Sign(Samples.Mail, key))));
    }

    [Fact]
    public async Task Results_are_counted()
    {
        var counts = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => self.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) => counts.Add($"{instrument.Name}{string.Concat(tags.ToArray().Select(tag => $" {tag.Value}"))} {count}"));
        listener.Start();
        dns.Text("_dmarc.football.example.com", "v=DMARC1; p=reject");
        await CheckAsync(Samples.Mail);
        Assert.Contains("aether.validation.results dmarc fail 1", counts);
        Assert.Contains("aether.validation.actions reject 1", counts);
    }

    private static (MailAction, DmarcResult) Of(MailAuthentication found) => (found.Action, found.Dmarc!.Result);

    private async Task<MailAuthentication> CheckAsync(string message)
    {
        var checks = new SenderChecks(dns, options, new ValidationMetrics(services.GetRequiredService<IMeterFactory>()), TimeProvider.System);
        using var gate = new MessageGate("mx.here.test", 64 << 10, checks.Begin(new Envelope(IPAddress.Parse("192.0.2.1"), "mail.example.org", "joe@example.org")), wantsHash: false);
        gate.Write(Encoding.Latin1.GetBytes(message), _ => { });
        gate.Complete(_ => { });
        return await gate.Check!.CompleteAsync(TestContext.Current.CancellationToken);
    }
}
