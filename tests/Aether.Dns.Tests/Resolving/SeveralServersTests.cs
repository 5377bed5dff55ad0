using System.Net;
using Aether.Dns.Resolving;
using Aether.Testing.Dns;
using Aether.Testing.Servers;

namespace Aether.Dns.Tests.Resolving;

/// <summary>One server's trouble is another's turn.</summary>
public sealed class SeveralServersTests : IAsyncLifetime
{
    private const int ServerFailure = 2;
    private const int Refused = 5;
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;
    private readonly DnsTestServer good = new(new DnsZone().Mx("example.test", 10, "mx.test"));
    private readonly DnsTestServer bad = new(new DnsZone());

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        await good.DisposeAsync();
        await bad.DisposeAsync();
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("not there")]
    [InlineData("failing")]
    [InlineData("refusing")]
    public async Task The_next_one_is_asked(string trouble)
    {
        bad.Zone.IsSilent = trouble == "silent";
        bad.Zone.Distort = answer => [.. answer[..3], (byte)(0x80 | (trouble == "failing" ? ServerFailure : Refused)), .. answer[4..]];
        var first = trouble == "not there" ? new IPEndPoint(IPAddress.Loopback, FreePorts.Take(1)[0]) : bad.Address;
        for (int i = 0; i < 4; i++)
        {
            var resolver = new DnsResolver(new DnsOptions { Servers = [first, good.Address], QueryTimeout = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);
            Assert.True((await resolver.ResolveMxAsync("example.test", None)).IsFound);
        }

        Assert.Equal(4, good.Questions);
    }

    [Fact] // RFC 2308 §2.1
    public async Task A_name_that_does_not_exist_needs_no_second_opinion()
    {
        var resolver = new DnsResolver(new DnsOptions { Servers = [bad.Address, good.Address] }, TimeProvider.System);
        Assert.Equal(DnsStatus.NoSuchName, (await resolver.ResolveMxAsync("missing.test", None)).Status);
        Assert.Equal(1, bad.Questions + good.Questions);
    }

    [Theory]
    [InlineData(ServerFailure, 3)]
    [InlineData(Refused, 1)]
    public async Task One_that_fails_is_asked_again_and_one_that_refuses_is_not(int code, int questions)
    {
        bad.Zone.Distort = answer => [.. answer[..3], (byte)(0x80 | code), .. answer[4..]];
        var resolver = new DnsResolver(new DnsOptions { Servers = [bad.Address] }, TimeProvider.System);
        Assert.Equal(DnsStatus.TemporaryFailure, (await resolver.ResolveMxAsync("example.test", None)).Status);
        Assert.Equal(questions, bad.Questions);
    }

    [Fact]
    public async Task One_that_starts_anew_is_waited_for()
    {
        int port = FreePorts.Take(1)[0];
        var resolver = new DnsResolver(new DnsOptions { Servers = [new IPEndPoint(IPAddress.Loopback, port)], Retries = 20, QueryTimeout = TimeSpan.FromMilliseconds(500) }, TimeProvider.System);
        var asked = resolver.ResolveMxAsync("example.test", None);
        await using var again = new DnsTestServer(new DnsZone().Mx("example.test", 10, "mx.test"), port: port);
        Assert.True((await asked).IsFound);
    }
}
