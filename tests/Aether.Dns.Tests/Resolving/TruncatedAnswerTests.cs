using System.Diagnostics;
using Aether.Dns.Resolving;
using Aether.Testing.Dns;

namespace Aether.Dns.Tests.Resolving;

/// <summary>What does not come whole in a datagram is asked for over TCP. RFC 7766 §5, case D08.</summary>
public sealed class TruncatedAnswerTests : IAsyncLifetime
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;
    private readonly DnsTestServer server = new(new DnsZone().Text("example.test", new string('a', 250), new string('b', 250)), takesConnections: true);

    private DnsOptions Options => new() { Servers = [server.Address], Retries = 0, MaxAnswer = 2000 };

    public ValueTask InitializeAsync()
    {
        server.Zone.Distort = Truncate;
        return default;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task It_is_asked_again_over_tcp()
    {
        var answer = await new DnsResolver(Options, TimeProvider.System).ResolveTextAsync("example.test", None);
        Assert.Equal([new string('a', 250) + new string('b', 250)], answer.Records);
        Assert.Equal((1, 1), (server.Questions, server.Connections));
    }

    [Theory]
    [InlineData("cut off without saying so")]
    [InlineData("with a name that points at itself")]
    [InlineData("longer than allowed")]
    public async Task One_that_can_not_be_read_too(string answer)
    {
        server.Zone.Distort = octets => answer switch
        {
            "cut off without saying so" => octets[..^5],
            "longer than allowed" => [.. octets, .. new byte[6000]],
            _ => [.. octets[..30], 0xC0, 30, .. octets[31..]],
        };
        Assert.True((await new DnsResolver(Options, TimeProvider.System).ResolveTextAsync("example.test", None)).IsFound);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("half a length")]
    [InlineData("half an answer")]
    [InlineData("a length of nothing")]
    [InlineData("a header alone")]
    [InlineData("another number")]
    [InlineData("another question")]
    [InlineData("truncated again")]
    [InlineData("cut off")]
    [InlineData("more than allowed")]
    [InlineData("a hang-up")]
    public async Task An_answer_over_tcp_that_is_none_is_a_temporary_failure(string said)
    {
        server.Says = answer => said switch
        {
            "nothing" => [],
            "half a length" => [1],
            "half an answer" => Framed(answer)[..^20],
            "a length of nothing" => [0, 0],
            "a header alone" => Framed(answer[..12]),
            "another number" => Framed([(byte)(answer[0] ^ 1), .. answer[1..]]),
            "another question" => Framed([.. answer[..13], (byte)'x', .. answer[14..]]),
            "truncated again" => Framed(Truncate(answer)),
            "cut off" => Framed(answer[..^5]),
            "more than allowed" => Framed([.. answer, .. new byte[2000]]),
            _ => null,
        };
        long started = Stopwatch.GetTimestamp();
        var failed = await new DnsResolver(Options with { QueryTimeout = TimeSpan.FromMilliseconds(500) }, TimeProvider.System).ResolveTextAsync("example.test", None);
        Assert.Equal(DnsStatus.TemporaryFailure, failed.Status);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 5);
        Assert.Equal((1, 1), (server.Questions, server.Connections));
    }

    [Fact]
    public async Task A_server_that_takes_no_connections_is_not_a_silent_one()
    {
        await using var datagramsOnly = new DnsTestServer(new DnsZone { Distort = Truncate });
        var resolver = new DnsResolver(new DnsOptions { Servers = [datagramsOnly.Address] }, TimeProvider.System);
        for (int i = 0; i < 3; i++)
            Assert.Equal(DnsStatus.TemporaryFailure, (await resolver.ResolveTextAsync($"n{i}.test", None)).Status);
        Assert.False(resolver.IsCut);
    }

    private static byte[] Truncate(byte[] octets)
    {
        octets[2] |= 0x02;
        return octets;
    }

    private static byte[] Framed(byte[] octets) => [(byte)(octets.Length >> 8), (byte)octets.Length, .. octets];
}
