using System.Net;
using Aether.Net.Limits;

namespace Aether.Net.Tests.Limits;

public class ConnectionLimitsTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", AdmissionOutcome.TooManyFromAddress)]
    [InlineData("192.0.2.1", "192.0.2.2", AdmissionOutcome.Admitted)]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", AdmissionOutcome.TooManyFromAddress)] // the same /64
    [InlineData("2001:db8::1", "2001:db8:0:1::1", AdmissionOutcome.Admitted)]
    [InlineData("0.0.0.0", "::", AdmissionOutcome.Admitted)]
    public void A_peer_is_an_address_or_a_slash_64(string first, string second, AdmissionOutcome expected)
    {
        var limits = new ConnectionLimits(total: 10, perAddress: 1);

        Assert.Equal(AdmissionOutcome.Admitted, limits.TryEnter(IPAddress.Parse(first)));
        Assert.Equal(expected, limits.TryEnter(IPAddress.Parse(second)));
    }

    [Fact]
    public void Who_leaves_makes_room()
    {
        var limits = new ConnectionLimits(total: 2, perAddress: 1);
        var (ann, bob, eve) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"), IPAddress.Parse("192.0.2.3"));

        Assert.Equal(AdmissionOutcome.Admitted, limits.TryEnter(ann));
        Assert.Equal(AdmissionOutcome.Admitted, limits.TryEnter(bob));
        Assert.Equal(AdmissionOutcome.TooMany, limits.TryEnter(eve));
        limits.Leave(ann);
        Assert.Equal(AdmissionOutcome.Admitted, limits.TryEnter(eve));
        Assert.Equal(2, limits.Open);
    }
}
