using System.Text;
using Aether.Testing.Certificates;
using Aether.Validation.Bimi;
using CsCheck;

namespace Aether.Validation.Tests.Bimi;

public sealed class MarkCertificatesTests : IDisposable
{
    private static readonly byte[] Image = Marks.Octets();
    private readonly MarkAuthority authority = new();

    public void Dispose() => authority.Dispose();

    [Theory]
    [InlineData("brand.test")]
    [InlineData("default._bimi.brand.test")]
    [InlineData("other.test", "BRAND.test")]
    public void A_certificate_of_a_trusted_authority_is_good(params string[] names)
    {
        var (certificate, problem) = Check(Issue(new MarkWish(), names));
        Assert.Equal("", problem);
        Assert.Equal((Encoding.UTF8.GetString(Image), "Registered Mark"), (Encoding.UTF8.GetString(certificate!.Indicator), certificate.Mark));
        Assert.NotNull(Check(Issue(new MarkWish { Packed = false, Mark = "Prior Use Mark" }, names)).Certificate);
        Assert.NotNull(Check(Issue(new MarkWish { Hashed = Image }, names)).Certificate); // the hash of what comes out of it
    }

    [Theory]
    [InlineData("www.brand.test", "not for")]
    [InlineData("*.brand.test", "not for")]
    [InlineData("other._bimi.brand.test", "not for")]
    [InlineData("brand.test.evil.test", "not for")]
    public void Another_name_is_not_this_one(string name, string expected) => Assert.Contains(expected, Check(Issue(new MarkWish(), name)).Problem, StringComparison.Ordinal);

    [Fact]
    public void What_is_wrong_with_one_is_said()
    {
        Assert.Contains("not for marks", Check(Issue(new MarkWish { Purpose = "1.3.6.1.5.5.7.3.1" }, "brand.test")).Problem, StringComparison.Ordinal);
        Assert.Contains("time is over", Check(Issue(new MarkWish { Life = TimeSpan.FromHours(1) }, "brand.test")).Problem, StringComparison.Ordinal);
        Assert.Contains("image in it", Check(Issue(new MarkWish { WithImage = false }, "brand.test")).Problem, StringComparison.Ordinal);
        Assert.Contains("image in it", Check(Issue(new MarkWish { Hashed = [1] }, "brand.test")).Problem, StringComparison.Ordinal);
        Assert.Contains("pilot", Check(Issue(new MarkWish { Pilot = true }, "brand.test")).Problem, StringComparison.Ordinal);
        Assert.Contains("several", Check(Issue(new MarkWish(), "brand.test") + Issue(new MarkWish(), "brand.test")).Problem, StringComparison.Ordinal);
        Assert.Contains("can't be read", Check("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").Problem, StringComparison.Ordinal);
        Assert.Contains("no certificate", Check("nothing").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_authority_that_nobody_knows_vouches_for_nothing()
    {
        using var stranger = new MarkAuthority();
        Assert.Contains("no authority", Check(stranger.Issue(Image, new MarkWish(), "brand.test")).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_image_never_unpacks_to_more_than_allowed()
    {
        byte[] bomb = new byte[50 << 20];
        string pem = authority.Issue(bomb, new MarkWish(), "brand.test");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("too large", Check(pem).Problem, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Whatever_stands_in_the_extension_is_read_without_harm()
    {
        Gen.Byte.Array[0, 200].Sample(octets => Assert.Null(LogotypeExtension.Read(octets)), iter: 20_000);
        string pem = Issue(new MarkWish(), "brand.test");
        Gen.Select(Gen.Int[0, pem.Length - 1], Gen.Char['0', 'z']).Sample(
            (at, character) => Assert.NotNull(Check(string.Concat(pem.AsSpan(0, at), [character], pem.AsSpan(at + 1))).Problem), iter: 300);
    }

    private string Issue(MarkWish wish, params string[] names) => authority.Issue(Image, wish, names);

    private (MarkCertificate? Certificate, string Problem) Check(string pem) =>
        new MarkCertificates([authority.Root], 32 << 10).Check(Encoding.ASCII.GetBytes(pem), "brand.test", "default", TimeProvider.System.GetUtcNow());
}
