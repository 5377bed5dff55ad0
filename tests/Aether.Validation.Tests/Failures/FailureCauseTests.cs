using Aether.Validation.Arc;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Failures;
using Aether.Validation.Results;
using Aether.Validation.Spf;
using CsCheck;

namespace Aether.Validation.Tests.Failures;

/// <summary>Which messages a domain is told of. RFC 9989 §4.7 (fo), RFC 9991 §2, §4.</summary>
public class FailureCauseTests
{
    [Theory]
    [InlineData("", false, false, "dmarc")]
    [InlineData("fo=0", false, false, "dmarc")]
    [InlineData("fo=0", true, false, null)]
    [InlineData("fo=0", false, true, null)]
    [InlineData("fo=1", true, false, "dmarc")]
    [InlineData("fo=1", false, true, "dmarc")]
    [InlineData("fo=1", true, true, null)]
    [InlineData("fo=d", true, true, "bodyhash")]
    [InlineData("fo=s", true, true, "spf")]
    [InlineData("fo= d : S ", true, true, "bodyhash")]
    [InlineData("fo=0:d:s", false, false, "dmarc")]
    [InlineData("fo=s:1", true, true, "spf")]
    [InlineData("fo=x", false, false, "dmarc")] // what nobody knows is as good as nothing: 0
    [InlineData("fo=x:", true, false, null)]
    public void What_is_told_is_what_the_domain_asked_for(string option, bool dkim, bool spf, string? expected) =>
        Assert.Equal(expected, FailureCause.Of(Found($"v=DMARC1; p=none; rua=mailto:a@our.test; ruf=mailto:b@our.test; {option}", dkim, spf))?.Name);

    [Theory]
    [InlineData("v=DMARC1; p=reject; rua=mailto:a@our.test; fo=1")] // nobody wants any
    [InlineData("v=DMARC1; p=reject; psd=y; ruf=mailto:a@our.test; fo=1")] // RFC 9991 §2
    public void Nobody_else_is_told(string record) => Assert.Null(FailureCause.Of(Found(record, false, false)));

    [Fact]
    public void What_could_not_be_looked_up_or_comes_again_has_not_failed()
    {
        var found = Found("v=DMARC1; p=reject; ruf=mailto:a@our.test", false, false);
        Assert.NotNull(FailureCause.Of(found));
        Assert.Null(FailureCause.Of(found with { Spf = found.Spf! with { Result = SpfResult.TempError } }));
        Assert.Null(FailureCause.Of(found with { Dkim = [found.Dkim[0] with { Result = DkimResult.TempError }] }));
        Assert.Null(FailureCause.Of(found with { Action = MailAction.Defer }));
        Assert.Null(FailureCause.Of(found with { Dmarc = found.Dmarc! with { Result = DmarcResult.TempError } }));
        Assert.Null(FailureCause.Of(found with { Dmarc = null }));
    }

    [Fact]
    public void Any_option_is_read() => Gen.String[Gen.Char["01dsDS: x;=\0\u00e9"], 0, 30].Sample(
        text => Assert.NotEqual(DmarcFailureOptions.None, DmarcRecord.Parse("v=DMARC1; p=none; fo=" + text)!.FailureOptions), iter: 5_000);

    internal static MailAuthentication Found(string record, bool dkim, bool spf) => new("mx.here.test")
    {
        Sender = "ann@our.test",
        Helo = "client.test",
        Action = MailAction.Reject,
        Arc = ArcOutcome.None,
        Spf = new SpfOutcome(SpfResult.Fail, SpfIdentity.MailFrom, "our.test"),
        Dkim = [new DkimOutcome(DkimResult.Fail, "our.test", "s1", "@our.test", "rsa-sha256", "abcdefgh", DkimOutcome.BodyChanged), new DkimOutcome(DkimResult.Pass, "list.test", "x", "@list.test", "rsa-sha256", "ijklmnop")],
        Dmarc = new DmarcOutcome(dkim || spf ? DmarcResult.Pass : DmarcResult.Fail, "our.test") { Record = DmarcRecord.Parse(record), PolicyDomain = "our.test", Organization = "our.test", IsDkimAligned = dkim, IsSpfAligned = spf },
    };
}
