using System.Net;
using Aether.Net.Limits;
using Aether.Net.Proxies;
using CsCheck;

namespace Aether.Net.Tests.Proxies;

/// <summary>Who is behind proxies, as they tell by HTTP headers. RFC 7239.</summary>
public sealed class ForwardedRequestTests
{
    private static readonly IPAddress Peer = IPAddress.Parse("10.0.0.1");
    private static readonly NetworkSet Proxies = new([IPNetwork.Parse("10.0.0.0/24"), IPNetwork.Parse("2001:db8:1::/48")]);

    [Theory]
    [InlineData("for=192.0.2.43;proto=https", "192.0.2.43", "https")]
    [InlineData("For=\"192.0.2.43:47011\" ; Proto=HTTP;by=10.0.0.1;host=mail.example.test", "192.0.2.43", "http")]
    [InlineData("for=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17", null)]
    [InlineData("for=\"[2001:db8:cafe::17]:_port\"", "2001:db8:cafe::17", null)]
    [InlineData("for=\"[::ffff:192.0.2.43]\"", "192.0.2.43", null)]
    [InlineData("for=198.51.100.7;proto=http, for=192.0.2.43;proto=https", "192.0.2.43", "https")] // what the client sent before is its own tale
    [InlineData("for=192.0.2.43;proto=https, for=10.0.0.9;proto=http", "192.0.2.43", "https")] // two proxies of ours
    [InlineData("for=10.0.0.8, for=10.0.0.9;proto=https", "10.0.0.8", null)]
    [InlineData("for=\"evil, for=192.0.2.43;proto=https", "192.0.2.43", "https")] // an open quote swallows nothing
    [InlineData("for=192.0.2.43, for=unknown;proto=https", "10.0.0.1", null)]
    [InlineData("for=192.0.2.43, for=_hidden", "10.0.0.1", null)]
    [InlineData("for=192.0.2.43, for=10.0.0.9;proto=https, nonsense", "10.0.0.1", null)]
    [InlineData("for=192.0.2.43;for=192.0.2.44", "10.0.0.1", null)]
    [InlineData("proto=https", "10.0.0.1", null)]
    [InlineData("for=2001:db8::1%eth0", "10.0.0.1", null)]
    [InlineData("for=\"[192.0.2.43]\"", "10.0.0.1", null)]
    [InlineData("for=3221225985", "10.0.0.1", null)]
    [InlineData("for=0xc0.0.2.43", "10.0.0.1", null)]
    [InlineData("for=192.0.2.043", "10.0.0.1", null)]
    [InlineData("for=\"192.0.2.43:4711:\"", "10.0.0.1", null)]
    [InlineData("", "10.0.0.1", null)]
    public void The_last_hop_that_is_no_proxy_of_ours_is_the_client(string header, string client, string? scheme) =>
        Assert.Equal(new ForwardedRequest(IPAddress.Parse(client), scheme), ForwardedRequest.Read(Peer, [header], Proxies));

    [Theory]
    [InlineData("192.0.2.43", "https", "192.0.2.43", "https")]
    [InlineData("192.0.2.43:4711", "", "192.0.2.43", null)]
    [InlineData("2001:db8:cafe::17", "https", "2001:db8:cafe::17", "https")]
    [InlineData("198.51.100.7, 192.0.2.43", "https", "192.0.2.43", "https")]
    [InlineData("198.51.100.7,192.0.2.43,10.0.0.9", "http, https, http", "192.0.2.43", "https")]
    [InlineData("192.0.2.43, 10.0.0.9, 10.0.0.8", "https, http", "192.0.2.43", null)] // one is missing: nobody can tell which
    [InlineData("192.0.2.43", "gopher", "192.0.2.43", null)]
    [InlineData("192.0.2.43, unknown", "https", "10.0.0.1", null)]
    [InlineData("192.0.2.43,", "https", "10.0.0.1", null)]
    [InlineData("", "", "10.0.0.1", null)]
    public void So_it_is_by_the_headers_that_no_rfc_knows(string header, string protocol, string client, string? scheme) =>
        Assert.Equal(new ForwardedRequest(IPAddress.Parse(client), scheme), ForwardedRequest.Read(Peer, [header], [protocol], Proxies));

    [Fact]
    public void Lines_are_one_list_and_a_long_one_is_not_followed()
    {
        Assert.Equal("192.0.2.43", ForwardedRequest.Read(Peer, ["for=198.51.100.7", "for=192.0.2.43", "for=10.0.0.9"], Proxies).Client.ToString());
        string chain = string.Concat(Enumerable.Repeat(", 10.0.0.9", ForwardedRequest.MaxHops));
        Assert.Equal("10.0.0.9", ForwardedRequest.Read(Peer, ["192.0.2.43" + chain], [], Proxies).Client.ToString());
        Assert.Equal("192.0.2.43", ForwardedRequest.Read(Peer, ["192.0.2.43" + chain[", 10.0.0.9".Length..]], [], Proxies).Client.ToString());
    }

    [Fact]
    public void Whatever_a_client_sends_it_is_who_our_proxy_says()
    {
        var noise = Gen.OneOf(Gen.String[Gen.Char["for=;,\"\\[]:. 0129abcdef_proto%"], 0, 60], Gen.String[0, 60]);
        Gen.Select(noise, noise).Sample((first, second) =>
        {
            var told = new ForwardedRequest(IPAddress.Parse("192.0.2.43"), "https");
            Assert.Equal(told, ForwardedRequest.Read(Peer, [first, second + ",for=192.0.2.43;proto=https"], Proxies));
            Assert.Equal(told.Client, ForwardedRequest.Read(Peer, [first, second + ",192.0.2.43"], [second], Proxies).Client);
            Assert.NotNull(ForwardedRequest.Read(Peer, [first, second], [second, first], Proxies).Client);
            Assert.NotNull(ForwardedRequest.Read(Peer, [first, second], Proxies).Client);
        });
    }
}
