using System.Security.Cryptography;
using Aether.Validation.Dkim;

namespace Aether.Validation.Tests.Dkim;

public class DkimSignerTests
{
    private const string From = "From: Joe <joe@football.example.com>\r\n";

    public static TheoryData<DkimAlgorithm> Algorithms => [DkimAlgorithm.RsaSha256, DkimAlgorithm.Ed25519Sha256];

    [Theory, MemberData(nameof(Algorithms))]
    public async Task What_is_signed_verifies_and_what_is_changed_does_not(DkimAlgorithm algorithm)
    {
        using var key = NewKey(algorithm);
        var dns = new TableResolver().Text(key.RecordName, key.RecordText());
        var signed = Samples.Sign(Samples.Mail, key);

        Assert.Equal(DkimResult.Pass, Assert.Single(await Samples.VerifyAsync(signed, dns)).Result);
        Assert.Equal(DkimResult.Pass, Assert.Single(await Samples.VerifyAsync(signed.Replace("Subject: Is  dinner", "Subject:  Is dinner", StringComparison.Ordinal) + "\r\n\r\n", dns)).Result);
        foreach (var change in (string[])["Subject: Second\r\n", "From: eve@evil.test\r\n", "Reply-To: eve@evil.test\r\n", "Content-Type: text/html\r\n", "MIME-Version: 1.0\r\n"])
            Assert.Equal(DkimResult.Fail, Assert.Single(await Samples.VerifyAsync(signed.Replace(From, change + From, StringComparison.Ordinal), dns)).Result); // D01: nothing that matters can be added
        Assert.Equal(DkimResult.Fail, Assert.Single(await Samples.VerifyAsync(signed + "more", dns)).Result);
    }

    [Fact]
    public async Task Two_keys_sign_one_message()
    {
        using var rsa = NewKey(DkimAlgorithm.RsaSha256);
        using var ed25519 = new DkimSigningKey("football.example.com", "ed", DkimAlgorithm.Ed25519Sha256, DkimSigningKey.NewSecret(DkimAlgorithm.Ed25519Sha256));
        var dns = new TableResolver().Text(rsa.RecordName, rsa.RecordText()).Text(ed25519.RecordName, ed25519.RecordText());
        Assert.Equal([DkimResult.Pass, DkimResult.Pass], (await Samples.VerifyAsync(Samples.Sign(Samples.Sign(Samples.Mail, rsa), ed25519), dns)).Select(outcome => outcome.Result));
    }

    [Fact] // RFC 5322 §2.1.1
    public void No_line_of_the_field_is_long()
    {
        using var key = NewKey(DkimAlgorithm.RsaSha256);
        var field = Samples.Sign(Samples.Mail, key)[..^Samples.Mail.Length];
        Assert.All(field.Split("\r\n"), line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain(" l=", field, StringComparison.Ordinal);
    }

    [Fact] // RFC 8301 §3.2
    public void Short_keys_do_not_sign()
    {
        using var weak = RSA.Create(1024);
        var secret = weak.ExportPkcs8PrivateKey();
        Assert.Throws<CryptographicException>(() => new DkimSigningKey("a.test", "s", DkimAlgorithm.RsaSha256, secret));
        Assert.Throws<CryptographicException>(() => new DkimSigningKey("a.test", "s", DkimAlgorithm.Ed25519Sha256, [1, 2, 3]));
    }

    [Fact]
    public async Task One_key_signs_for_many_at_once()
    {
        using var key = NewKey(DkimAlgorithm.RsaSha256);
        var dns = new TableResolver().Text(key.RecordName, key.RecordText());
        var signed = new string[32];
        Parallel.For(0, signed.Length, i => signed[i] = Samples.Sign(Samples.Mail.Replace("Hi", $"Hi {i}", StringComparison.Ordinal), key));
        foreach (var message in signed)
            Assert.Equal(DkimResult.Pass, Assert.Single(await Samples.VerifyAsync(message, dns)).Result);
    }

    private static DkimSigningKey NewKey(DkimAlgorithm algorithm) => new("football.example.com", "s1", algorithm, DkimSigningKey.NewSecret(algorithm));
}
