using System.Security.Cryptography;
using Aether.Validation.Dkim;
using CsCheck;

namespace Aether.Validation.Tests.Dkim;

/// <summary>Case D03 and what RFC 6376 §6.1 asks for.</summary>
public sealed class DkimVerificationTests : IDisposable
{
    private static readonly byte[] Secret = DkimSigningKey.NewSecret(DkimAlgorithm.Ed25519Sha256);
    private readonly DkimSigningKey key = new("football.example.com", "s1", DkimAlgorithm.Ed25519Sha256, Secret);
    private readonly TableResolver dns = new();

    private string Signed => field ??= Samples.Sign(Samples.Mail, key);

    public void Dispose() => key.Dispose();

    [Fact]
    public async Task An_unsigned_message_has_no_outcome() => Assert.Empty(await Samples.VerifyAsync(Samples.Mail, dns));

    [Fact]
    public async Task A_missing_key_is_permanent_and_a_failed_look_up_is_not()
    {
        Assert.Equal((DkimResult.PermError, "there is no key"), await ResultAsync(Signed));
        dns.Fails<string>(key.RecordName);
        Assert.Equal((DkimResult.TempError, "the key could not be looked up"), await ResultAsync(Signed));
    }

    [Theory] // RFC 6376 §3.6.1
    [InlineData("v=DKIM1; k=ed25519; p=", DkimResult.PermError)]
    [InlineData("v=DKIM1; p=KEY", DkimResult.PermError)] // k=rsa is the default
    [InlineData("v=DKIM1; k=ed25519; h=sha1; p=KEY", DkimResult.PermError)]
    [InlineData("v=DKIM1; k=ed25519; s=other; p=KEY", DkimResult.PermError)]
    [InlineData("k=ed25519; v=DKIM1; p=KEY", DkimResult.PermError)]
    [InlineData("v=DKIM1; k=ed25519; p=!", DkimResult.PermError)]
    [InlineData("v=DKIM1; k=ed25519", DkimResult.PermError)]
    [InlineData("k=ed25519; p=KEY", DkimResult.Pass)]
    [InlineData("v=DKIM1; k=ed25519; h=sha1:sha256; s=other:email; t=s; x=y; p=KEY", DkimResult.Pass)]
    [InlineData("v=DKIM1; k=ed25519; s=*; p=KEY;", DkimResult.Pass)]
    public async Task The_key_record_decides(string record, DkimResult expected)
    {
        dns.Text(key.RecordName, record.Replace("KEY", key.RecordText()[(key.RecordText().IndexOf("p=", StringComparison.Ordinal) + 2)..], StringComparison.Ordinal));
        Assert.Equal(expected, (await ResultAsync(Signed)).Result);
    }

    [Fact]
    public async Task Under_test_a_failure_counts_for_nothing()
    {
        dns.Text(key.RecordName, key.RecordText() + "; t=y");
        Assert.Equal(DkimResult.Pass, (await ResultAsync(Signed)).Result);
        Assert.Equal(DkimResult.Neutral, (await ResultAsync(Signed.Replace("dinner", "supper", StringComparison.Ordinal))).Result);
    }

    [Theory] // RFC 6376 §3.5; a tag that is changed also breaks the signature, so the reason tells which check it was
    [InlineData("v=1;", "v=2;", "v= is not 1")]
    [InlineData("a=ed25519-sha256", "a=rsa-md5", "a= is unknown")]
    [InlineData("a=ed25519-sha256", "a=rsa-sha1", "SHA-1 is not accepted")]
    [InlineData("c=relaxed/relaxed", "c=loose", "c= is unknown")]
    [InlineData("d=football.example.com;", "d=football.exa\0mple.com;", "the field is malformed")]
    [InlineData("d=football.example.com;", "d=.;", "d= is no domain")]
    [InlineData("d=football.example.com;", "d=com;", "d= is no domain")]
    [InlineData("d=football.example.com;", "d=football.example.com; i=@example.com;", "i= is not within d=")]
    [InlineData("d=football.example.com;", "d=football.example.com; i=joe@evilfootball.example.com;", "i= is not within d=")]
    [InlineData("d=football.example.com;", "d=football.example.com; q=http;", "q= has no dns/txt")]
    [InlineData("d=football.example.com;", "d=football.example.com; d=b.test;", "the field is malformed")]
    [InlineData("d=football.example.com;", "d=football.example.com; x=1;", "x= is before t=")]
    [InlineData("d=football.example.com;", "d=football.example.com; l=-1;", "l=, t= or x= is no number")]
    [InlineData("d=football.example.com;", "d=football.example.com; l=99999;", "the body is shorter than l= says")]
    [InlineData("s=s1;", "", "s= is missing")]
    [InlineData("h=From:From:", "h=", "h= does not name From")]
    [InlineData("\tb=", "\tb=?", "b= or bh= is not base64")]
    public async Task A_bad_signature_field_is_told(string from, string to, string reason)
    {
        dns.Text(key.RecordName, key.RecordText());
        Assert.Contains(from, Signed, StringComparison.Ordinal);
        var (result, why) = await ResultAsync(Signed.Replace(from, to, StringComparison.Ordinal));
        Assert.NotEqual(DkimResult.Pass, result);
        Assert.Equal(reason, why);
    }

    [Fact]
    public async Task Old_and_future_signatures_fail()
    {
        dns.Text(key.RecordName, key.RecordText());
        Assert.Equal(DkimResult.Pass, (await Samples.VerifyAsync(Signed, dns, now: Samples.Now.AddYears(3)))[0].Result);
        Assert.Equal("the signature is of the future", (await Samples.VerifyAsync(Signed, dns, now: Samples.Now.AddMinutes(-6)))[0].Reason);
        var expiring = Signed.Replace("v=1;", $"v=1; x={Samples.Now.AddDays(1).ToUnixTimeSeconds()};", StringComparison.Ordinal);
        Assert.Equal("the signature has expired", (await Samples.VerifyAsync(expiring, dns, now: Samples.Now.AddDays(2)))[0].Reason);
    }

    [Theory] // RFC 8301 §3.2
    [InlineData(512, DkimResult.Policy)]
    [InlineData(1024, DkimResult.Fail)] // the wrong key, but one that is tried
    [InlineData(4096, DkimResult.Fail)]
    public async Task Weak_keys_are_not_accepted(int bits, DkimResult expected)
    {
        using var rsa = RSA.Create(bits);
        dns.Text(key.RecordName, "p=" + Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()));
        Assert.Equal(expected, (await ResultAsync(Signed.Replace("ed25519-sha256", "rsa-sha256", StringComparison.Ordinal))).Result);
    }

    [Fact]
    public async Task Endless_keys_are_not_tried()
    {
        using var rsa = RSA.Create(2048);
        var huge = new RSAParameters { Modulus = [0x80, .. new byte[2046], 1], Exponent = [1, 0, 1] };
        rsa.ImportParameters(huge);
        dns.Text(key.RecordName, "p=" + Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()));
        Assert.Equal(DkimResult.Policy, (await ResultAsync(Signed.Replace("ed25519-sha256", "rsa-sha256", StringComparison.Ordinal))).Result);
    }

    [Fact]
    public async Task A_hundred_signatures_cost_as_much_as_five()
    {
        dns.Text(key.RecordName, key.RecordText());
        var field = Signed[..^Samples.Mail.Length];
        var strangers = string.Concat(Enumerable.Repeat(field.Replace("d=football.example.com", "d=evil.test", StringComparison.Ordinal), 80));
        var outcomes = await Samples.VerifyAsync(strangers + Signed, dns, from: "football.example.com");
        Assert.Equal(5, outcomes.Count);
        Assert.Equal(DkimResult.Pass, outcomes[0].Result); // the author's own comes first, however many stand above it
        Assert.InRange(dns.Questions, 1, 5);
    }

    [Fact]
    public async Task An_endless_field_is_not_read()
    {
        var outcome = Assert.Single(await Samples.VerifyAsync("DKIM-Signature: v=1; x=" + new string('a', 64 << 10) + "\r\n" + Samples.Mail, dns));
        Assert.Equal("the field is too long", outcome.Reason);
    }

    [Fact] // D01
    public async Task A_signature_over_a_part_of_the_body_is_marked()
    {
        dns.Text(key.RecordName, key.RecordText());
        var outcome = Assert.Single(await Samples.VerifyAsync(Signed.Replace("v=1;", "v=1; l=3;", StringComparison.Ordinal), dns));
        Assert.True(outcome.IsPartial);
    }

    [Fact]
    public void Any_text_is_a_key_or_has_a_problem() => Gen.OneOf(Texts("v=DKIM1", "k=rsa", "k=ed25519", "p=", "p=AAAA", "h=sha256:sha1", "s=*", "s=email", "t=y:s"), Gen.String[Gen.Char["vkphst=DKIM1;: AZ+/\0\u00e9"], 0, 60]).Sample(
        text =>
        {
            var record = DkimKeyRecord.Parse(text, out var problem);
            Assert.Equal(record is null, problem is not null);
        },
        iter: 20_000);

    [Fact]
    public void Any_text_is_a_signature_or_has_a_problem() => Texts("v=1", "a=rsa-sha256", "a=ed25519-sha256", "c=relaxed/simple", "d=a.test", "d=.", "s=s", "h=from:to", "h=", "bh=AAAA", "b=AAAA", "b=!", "i=@a.test", "i=@b.test", "l=1", "l=99999999999999999999", "t=1", "x=0", "q=dns/txt", "\0", "\u00e9=1").Sample(
        text =>
        {
            if (TagList.Parse(text) is not { } tags)
                return;
            foreach (var (signature, problem) in new[] { (DkimSignature.Parse(tags, out var one), one), (DkimSignature.ParseArc(tags, out var two), two), (DkimSignature.ParseSeal(tags, out var three), three) })
                Assert.True(signature is not null || problem is not null);
        },
        iter: 20_000);

    [Fact]
    public async Task Any_change_of_a_signed_message_ends_in_an_outcome()
    {
        dns.Text(key.RecordName, key.RecordText());
        int length = Signed.Length - Samples.Mail.Length;
        await Gen.Select(Gen.Int[0, length - 1], Gen.Char["\0\r\n;=: aZ9+/\u00ff"]).SampleAsync(
            async change =>
            {
                var outcomes = await Samples.VerifyAsync(Signed[..change.Item1] + change.Item2 + Signed[(change.Item1 + 1)..], dns);
                Assert.InRange(outcomes.Count, 0, 1);
                Assert.All(outcomes, outcome => Assert.Equal(outcome.Result is DkimResult.Pass, outcome.Reason is null));
            },
            iter: 2_000);
    }

    private static Gen<string> Texts(params string[] tags) => Gen.Int[0, tags.Length - 1].Array[0, 10].Select(chosen => string.Join(';', chosen.Select(i => tags[i])));

    private async Task<(DkimResult Result, string? Reason)> ResultAsync(string message)
    {
        var outcome = Assert.Single(await Samples.VerifyAsync(message, dns));
        return (outcome.Result, outcome.Reason);
    }
}
