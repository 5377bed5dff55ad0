using Aether.Validation.Arc;
using Aether.Validation.Dkim;
using Aether.Validation.Tests.Dkim;

namespace Aether.Validation.Tests.Arc;

public class ArcSealerTests
{
    private readonly TableResolver dns = new();

    [Fact]
    public async Task Hop_after_hop_prolongs_the_chain()
    {
        var message = Samples.Mail;
        for (int hop = 1; hop <= 3; hop++)
        {
            message = await SealAsync(message, $"hop{hop}.test");
            var outcome = await ArcVectorTests.VerifyAsync(message, dns);
            Assert.Equal((ArcResult.Pass, null, hop), (outcome.Result, outcome.Reason, outcome.Instance));
            Assert.Equal("hop1.test; dmarc=pass header.from=football.example.com", outcome.FirstResults.Trim());
        }

        Assert.Equal(["hop1.test", "hop2.test", "hop3.test"], (await ArcVectorTests.VerifyAsync(message, dns)).Sealers);
    }

    [Fact] // D05
    public async Task A_changed_message_breaks_it_and_a_broken_chain_stays_as_it_is()
    {
        var message = (await SealAsync(Samples.Mail, "hop1.test")).Replace("lost", "won", StringComparison.Ordinal);
        Assert.Equal(ArcResult.Fail, (await ArcVectorTests.VerifyAsync(message, dns)).Result);
        Assert.Equal(message, await SealAsync(message, "hop2.test"));
    }

    [Fact] // D05
    public async Task Gaps_forged_sets_and_too_many_sets_fail()
    {
        var sealedOnce = await SealAsync(Samples.Mail, "hop1.test");
        Assert.Equal(ArcResult.Fail, (await ArcVectorTests.VerifyAsync(sealedOnce.Replace(" i=1", " i=2", StringComparison.Ordinal), dns)).Result);
        Assert.Equal(ArcResult.Fail, (await ArcVectorTests.VerifyAsync(sealedOnce.Replace("dmarc=pass", "dmarc=fail", StringComparison.Ordinal), dns)).Result);
        var set = sealedOnce[..^Samples.Mail.Length];
        var many = string.Concat(Enumerable.Range(1, 51).Select(i => set.Replace(" i=1", $" i={i}", StringComparison.Ordinal)));
        Assert.Equal(ArcResult.Fail, (await ArcVectorTests.VerifyAsync(many + Samples.Mail, dns)).Result);
        Assert.Equal(0, dns.Questions - 2); // none of these was worth a look-up beyond that of the changed results
    }

    [Fact]
    public async Task A_key_that_can_not_be_looked_up_leaves_it_open()
    {
        var message = await SealAsync(Samples.Mail, "hop1.test");
        dns.Clear("s1._domainkey.hop1.test").Fails<string>("s1._domainkey.hop1.test");
        Assert.Equal(ArcResult.TempError, (await ArcVectorTests.VerifyAsync(message, dns)).Result);
    }

    private async Task<string> SealAsync(string message, string domain)
    {
        var outcome = await ArcVectorTests.VerifyAsync(message, dns);
        using var key = new DkimSigningKey(domain, "s1", DkimAlgorithm.Ed25519Sha256, DkimSigningKey.NewSecret(DkimAlgorithm.Ed25519Sha256));
        dns.Text(key.RecordName, key.RecordText());
        return ArcSealer.Seal(Samples.Header(message), Samples.BodyHash(message), $"{domain}; dmarc=pass header.from=football.example.com", outcome, key, Samples.Now) + message;
    }
}
