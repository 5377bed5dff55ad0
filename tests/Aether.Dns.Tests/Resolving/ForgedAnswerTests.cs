using System.Text;
using Aether.Dns.Resolving;
using Aether.Testing.Dns;

namespace Aether.Dns.Tests.Resolving;

/// <summary>Somebody who is not on the way sends answers before the server does. RFC 5452, case D08.</summary>
public sealed class ForgedAnswerTests : IAsyncLifetime
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;
    private readonly DnsTestServer server = new(new DnsZone().Mx("example.test", 10, "mx.honest.test"), takesConnections: true);

    private DnsResolver Resolver => field ??= new DnsResolver(new DnsOptions { Servers = [server.Address], Retries = 1 }, TimeProvider.System);

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task An_answer_from_another_port_is_passed_over_for_the_one_that_follows()
    {
        server.Sends = static answer => [new(Evil(answer), IsFromElsewhere: true), new(answer)];
        Assert.Equal("mx.honest.test", await AskAsync());
        Assert.Equal(1, server.Questions);
    }

    [Fact]
    public async Task Where_none_follows_it_is_as_if_nothing_had_come()
    {
        server.Sends = static answer => [new(answer, IsFromElsewhere: true)];
        var hasty = new DnsResolver(new DnsOptions { Servers = [server.Address], Retries = 1, QueryTimeout = TimeSpan.FromMilliseconds(300) }, TimeProvider.System);
        Assert.Equal(DnsStatus.TemporaryFailure, (await hasty.ResolveMxAsync("example.test", None)).Status);
        Assert.Equal((2, 0), (server.Questions, server.Connections)); // each try has waited its time
    }

    [Theory]
    [InlineData("another number")]
    [InlineData("another name")]
    [InlineData("another type")]
    [InlineData("another class")]
    [InlineData("two questions")]
    [InlineData("a question")]
    [InlineData("an update")]
    [InlineData("a header alone")]
    [InlineData("five octets")]
    [InlineData("nothing")]
    [InlineData("garbage")]
    public async Task What_does_not_fit_the_question_is_passed_over(string forgery)
    {
        server.Sends = answer => [new(Forge(Evil(answer), forgery)), new(Forge(Evil(answer), forgery)), new(answer)];
        Assert.Equal("mx.honest.test", await AskAsync());
        Assert.Equal((1, 0), (server.Questions, server.Connections));
    }

    [Fact]
    public async Task Who_guesses_too_often_is_left_for_a_connection()
    {
        server.Sends = static answer => [.. Enumerable.Range(0, 200).Select(_ => new DnsDatagram(Forge(Evil(answer), "another number")))];
        Assert.Equal("mx.honest.test", await AskAsync());
        Assert.Equal((1, 1), (server.Questions, server.Connections));
    }

    [Fact]
    public async Task Who_knows_all_but_the_capitals_is_left_for_a_connection()
    {
        server.Sends = static answer => [new(Forge(Evil(answer), "lower case"))];
        Assert.Equal("mx.honest.test", await AskAsync());
        Assert.Equal((1, 1), (server.Questions, server.Connections));
    }

    [Fact]
    public async Task Each_question_has_a_port_and_a_number_of_its_own()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Resolver.ResolveMxAsync($"n{i}.test", None).AsTask()));
        Assert.InRange(server.Asked.DistinctBy(static asked => asked.Port).Count(), 180, 1000);
        Assert.InRange(server.Asked.DistinctBy(static asked => asked.Id).Count(), 180, 1000);
    }

    private async Task<string> AskAsync() => Assert.Single((await Resolver.ResolveMxAsync("example.test", None)).Records).Host;

    /// <summary>As long, and to another place.</summary>
    private static byte[] Evil(byte[] answer)
    {
        byte[] evil = [.. answer];
        "wicked"u8.CopyTo(evil.AsSpan(evil.AsSpan().IndexOf("honest"u8)));
        return evil;
    }

    private static byte[] Forge(byte[] answer, string forgery)
    {
        int question = 12 + "example.test".Length + 2; // where its type stands
        switch (forgery)
        {
            case "another number":
                answer[1] ^= 1;
                return answer;
            case "another name":
                answer[13] = (byte)'x';
                return answer;
            case "another type":
                answer[question + 1]++;
                return answer;
            case "another class":
                answer[question + 3]++;
                return answer;
            case "two questions":
                answer[5]++;
                return answer;
            case "a question":
                answer[2] &= 0x7F;
                return answer;
            case "an update":
                answer[2] |= 5 << 3;
                return answer;
            case "lower case":
                Ascii.ToLowerInPlace(answer.AsSpan(12, 14), out _);
                return answer;
            case "a header alone":
                return answer[..12];
            case "five octets":
                return answer[..5];
            case "garbage":
                return [.. Enumerable.Repeat((byte)0xC0, 300)];
            default:
                return [];
        }
    }
}
