using Aether.Testing.Certificates;
using Aether.Validation.Bimi.Revocation;
using CsCheck;

namespace Aether.Validation.Tests.Bimi;

/// <summary>Lists of revoked certificates, and where certificates say that they are. RFC 5280 §4.2.1.13, §5.</summary>
public sealed class RevocationListTests : IDisposable
{
    private readonly MarkAuthority authority = new();

    public void Dispose() => authority.Dispose();

    [Fact]
    public void A_list_says_what_was_revoked()
    {
        byte[] octets = authority.List(TimeSpan.FromDays(7));
        var list = RevocationList.Read(octets)!;
        Assert.Equal(TimeSpan.FromDays(7), list.NextUpdate - list.ThisUpdate);
        Assert.Equal(ListScope.All, list.Scope);
        Assert.False(list.Has([1, 2, 3]));
        Assert.False(list.IsSignedBy(authority.Root)); // the one below it signs
    }

    [Fact]
    public void Any_change_of_a_list_makes_one_without_a_signature_or_none()
    {
        using var other = new MarkAuthority();
        byte[] good = authority.List(TimeSpan.FromDays(7));
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, 3]).Sample(
            change =>
            {
                byte[] octets = [.. good];
                octets[change.Item1] ^= (byte)(change.Item2 | 1);
                Assert.False(RevocationList.Read(change.Item3 == 0 ? octets[..change.Item1] : octets)?.IsSignedBy(other.Root) is true);
            },
            iter: 3_000);
        Gen.Byte.Array[0, 200].Sample(octets => Assert.Null(RevocationList.Read(octets)), iter: 20_000);
    }

    [Fact]
    public void Any_octets_are_places_or_none()
    {
        Gen.Byte.Array[0, 200].Sample(octets => Assert.Empty(DistributionPoints.Read(octets)), iter: 20_000);
        byte[] good = [0x30, 0x1a, 0x30, 0x18, 0xa0, 0x16, 0xa0, 0x14, 0x86, 0x12, .. "http://a.test/1.cr"u8];
        Assert.Equal("http://a.test/1.cr", Assert.Single(DistributionPoints.Read(good)).ToString());
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Sample(
            change =>
            {
                byte[] octets = [.. good];
                octets[change.Item1] = change.Item2;
                Assert.InRange(DistributionPoints.Read(octets).Count, 0, 1);
            },
            iter: 5_000);
    }
}
