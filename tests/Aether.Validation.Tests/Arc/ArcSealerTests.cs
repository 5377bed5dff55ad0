using Aether.Validation.Arc;
using Aether.Validation.Dkim;
using Aether.Validation.Tests.Dkim;
using CsCheck;

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

    [Fact]
    public async Task Any_change_of_a_chain_ends_in_an_outcome()
    {
        var good = await SealAsync(await SealAsync(Samples.Mail, "hop1.test"), "hop2.test");
        int length = good.Length - Samples.Mail.Length;
        await Gen.Select(Gen.Int[0, length - 1], Gen.Char["\0\r\n;=: i1250aZ+/\u00ff"]).SampleAsync(
            async change =>
            {
                var outcome = await ArcVectorTests.VerifyAsync(good[..change.Item1] + change.Item2 + good[(change.Item1 + 1)..], dns);
                Assert.True(Enum.IsDefined(outcome.Result));
                Assert.Equal(outcome.Result is ArcResult.Fail or ArcResult.TempError, outcome.Reason is not null);
            },
            iter: 2_000);
    }

    [Fact]
    public async Task Any_fields_are_a_chain_or_are_not_one()
    {
        string[] fields = ["ARC-Seal: i=1; cv=none; a=rsa-sha256; d=a.test; s=s; b=AA", "ARC-Seal: i=2; cv=pass; a=rsa-sha256; d=a.test; s=s; b=AA", "ARC-Seal: i=51", "ARC-Seal: i=0; cv=fail", "ARC-Message-Signature: i=1; h=from", "ARC-Message-Signature: i=1; a=rsa-sha256; d=a.test; s=s; h=from; bh=AA; b=AA", "ARC-Authentication-Results: i=1; a.test; dmarc=pass", "ARC-Authentication-Results: i = 2;", "ARC-Authentication-Results: x", "ARC-Seal:", "arc-seal: \0"];
        await Gen.Int[0, fields.Length - 1].Array[0, 12].SampleAsync(
            async chosen =>
            {
                var outcome = await ArcVectorTests.VerifyAsync(string.Concat(chosen.Select(i => fields[i] + "\r\n")) + Samples.Mail, new TableResolver());
                Assert.NotEqual(ArcResult.Pass, outcome.Result);
                Assert.InRange(outcome.Instance, 0, 50);
            },
            iter: 2_000);
    }

    private async Task<string> SealAsync(string message, string domain)
    {
        var outcome = await ArcVectorTests.VerifyAsync(message, dns);
        using var key = new DkimSigningKey(domain, "s1", DkimAlgorithm.Ed25519Sha256, DkimSigningKey.NewSecret(DkimAlgorithm.Ed25519Sha256));
        dns.Text(key.RecordName, key.RecordText());
        return ArcSealer.Seal(Samples.Header(message), Samples.BodyHash(message), $"{domain}; dmarc=pass header.from=football.example.com", outcome, key, Samples.Now) + message;
    }
}
