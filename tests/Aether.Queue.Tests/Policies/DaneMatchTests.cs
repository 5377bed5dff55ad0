using System.Net.Security;
using Aether.Dns.Resolving;
using Aether.Queue.Policies;
using CsCheck;

namespace Aether.Queue.Tests.Policies;

/// <summary>TLSA records as anybody may publish them. RFC 6698 §2.1, RFC 7672 §3.1.</summary>
public sealed class DaneMatchTests
{
    [Fact]
    public void Any_records_fit_or_do_not_and_what_is_unknown_never_does()
    {
        using var authority = new TestAuthority();
        using var leaf = authority.Issue("mx.test");
        Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte, Gen.Byte.Array[0, 80], (usage, selector, matching, data) => new TlsaRecord((byte)(usage % 6), (byte)(selector % 4), (byte)(matching % 5), data)).Array[0, 6].Sample(
            records =>
            {
                Assert.Equal(records.Any(DaneMatch.IsUsable), DaneMatch.CanJudge(records));
                Assert.False(DaneMatch.Fits(records, leaf, [authority.Authority], SslPolicyErrors.None)); // octets by chance are nobody's hash
                Assert.All(records, record => Assert.False(DaneMatch.IsUsable(record) && (record.Usage is not (2 or 3) || record.Selector > 1 || record.Matching > 2)));
                Assert.True(DaneMatch.Fits([.. records, TestAuthority.Tlsa(3, leaf)], leaf, [], SslPolicyErrors.RemoteCertificateNameMismatch));
            },
            iter: 2_000);
    }
}
