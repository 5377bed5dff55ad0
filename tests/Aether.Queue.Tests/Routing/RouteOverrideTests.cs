using Aether.Queue.Routing;
using Aether.Queue.Settings;

namespace Aether.Queue.Tests.Routing;

public sealed class RouteOverrideTests
{
    [Theory]
    [InlineData("smtp://relay.test", "relay.test:25", TlsPolicy.Opportunistic, false)]
    [InlineData("smtp://Relay.Test:587?tls=required", "relay.test:587", TlsPolicy.Required, false)]
    [InlineData("smtp://192.0.2.1:2525?tls=None", "192.0.2.1:2525", TlsPolicy.None, false)]
    [InlineData("smtp://[2001:db8::1]", "2001:db8::1:25", TlsPolicy.Opportunistic, false)]
    [InlineData("lmtp://store.test", "store.test:24", TlsPolicy.Opportunistic, true)]
    [InlineData("lmtp:unix:/run/x", "unix:/run/x", TlsPolicy.None, true)]
    public void A_host_is_read(string text, string hop, TlsPolicy tls, bool lmtp)
    {
        Assert.True(RouteOverride.TryParse(text, out var parsed));
        var found = Assert.Single(parsed.Rule!.Via);
        Assert.Equal((hop, tls, lmtp), (found.ToString(), found.Tls, found.IsLmtp));
    }

    [Theory]
    [InlineData("")]
    [InlineData("relay.test")]
    [InlineData("http://relay.test")]
    [InlineData("smtp://user:secret@relay.test")]
    [InlineData("smtp://relay.test/x")]
    [InlineData("smtp://relay.test?tls=maybe")]
    [InlineData("smtp://relay.test?tls=1")]
    [InlineData("smtp://relay.test?x=y")]
    [InlineData("lmtp:unix:")]
    public void What_is_no_host_is_refused(string text) => Assert.False(RouteOverride.TryParse(text, out _));

    [Fact]
    public void Any_text_is_read_or_refused() => CsCheck.Check.Sample(CsCheck.Gen.String, text => RouteOverride.TryParse(text, out _) || true);
}
