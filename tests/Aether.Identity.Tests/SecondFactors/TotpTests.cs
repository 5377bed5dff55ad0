using System.Security.Cryptography;
using System.Text;
using Aether.Identity.SecondFactors;

namespace Aether.Identity.Tests.SecondFactors;

/// <summary>Codes as the RFCs count them.</summary>
public sealed class TotpTests
{
    private const string Digits = "1234567890";

    // RFC 6238, appendix B: the same moments, by each of the hashes.
    [Theory]
    [InlineData(59, "94287082", "46119246", "90693936")]
    [InlineData(1111111109, "07081804", "68084774", "25091201")]
    [InlineData(1111111111, "14050471", "67062674", "99943326")]
    [InlineData(1234567890, "89005924", "91819424", "93441116")]
    [InlineData(2000000000, "69279037", "90698825", "38618901")]
    [InlineData(20000000000, "65353130", "77737706", "47863826")]
    public void Rfc_6238_appendix_b(long seconds, string sha1, string sha256, string sha512)
    {
        long step = Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds));

        Assert.Equal(sha1, Totp.CodeAt(Secret(20), step, HashAlgorithmName.SHA1, 8));
        Assert.Equal(sha256, Totp.CodeAt(Secret(32), step, HashAlgorithmName.SHA256, 8));
        Assert.Equal(sha512, Totp.CodeAt(Secret(64), step, HashAlgorithmName.SHA512, 8));
        Assert.Equal(sha1[2..], Totp.CodeAt(Secret(20), step)); // six digits are the last six
    }

    // RFC 4226, appendix D.
    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(9, "520489")]
    public void Rfc_4226_appendix_d(long counter, string code) => Assert.Equal(code, Totp.CodeAt(Secret(20), counter));

    // RFC 4648 §10, without padding: no authenticator wants it.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Rfc_4648_section_10(string text, string base32) => Assert.Equal(base32, Totp.TextOf(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Authenticators_read_the_link() => Assert.Equal(
        "otpauth://totp/mail.example.test:ann%40example.test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=mail.example.test",
        Totp.AddressOf(Secret(20), "mail.example.test", "ann@example.test"));

    private static byte[] Secret(int length) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Digits, 7))[..length]);
}
