using System.Net;
using System.Net.Sockets;
using Aether.Dns.Resolving;
using Aether.Testing.Dns;
using Aether.Testing.Servers;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Dns.Tests.Resolving;

/// <summary>The resolver against a name server on loopback.</summary>
public sealed class DnsResolverTests : IAsyncLifetime
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;
    private readonly DnsTestServer server = new(new DnsZone());
    private readonly FakeTimeProvider clock = new();

    private DnsResolver Resolver => field ??= new DnsResolver(new DnsOptions { Servers = [server.Address], MaxRecords = 3, TotalTimeout = TimeSpan.FromMinutes(1) }, clock);

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Exchangers_are_found()
    {
        server.Zone.Mx("example.test", 10, "mx1.example.test").Mx("example.test", 20, "mx2.example.test");
        var answer = await Resolver.ResolveMxAsync("example.test", None);
        Assert.Equal(DnsStatus.Found, answer.Status);
        Assert.Equal([new MxRecord(10, "mx1.example.test"), new MxRecord(20, "mx2.example.test")], answer.Records.OrderBy(mx => mx.Preference));
    }

    [Fact] // RFC 7505 §3
    public async Task A_null_mx_is_recognised()
    {
        server.Zone.Mx("example.test", 0, "");
        var answer = await Resolver.ResolveMxAsync("example.test", None);
        Assert.True(Assert.Single(answer.Records).IsNull);
    }

    [Fact]
    public async Task Addresses_of_both_families_come_together()
    {
        server.Zone.Address("mx.example.test", "192.0.2.1").Address("mx.example.test", "2001:db8::1");
        var answer = await Resolver.ResolveAddressesAsync("mx.example.test", None);
        Assert.Equal([IPAddress.Parse("2001:db8::1"), IPAddress.Parse("192.0.2.1")], answer.Records);
    }

    [Fact]
    public async Task Strings_of_a_text_record_are_joined()
    {
        server.Zone.Text("example.test", "v=spf1 ", "-all");
        Assert.Equal(["v=spf1 -all"], (await Resolver.ResolveTextAsync("example.test", None)).Records);
    }

    [Fact]
    public async Task Absence_and_failure_are_told_apart()
    {
        server.Zone.Address("example.test", "192.0.2.1").Fails("broken.test");
        Assert.Equal(DnsStatus.NoRecords, (await Resolver.ResolveMxAsync("example.test", None)).Status);
        Assert.Equal(DnsStatus.NoSuchName, (await Resolver.ResolveMxAsync("missing.test", None)).Status);
        Assert.Equal(DnsStatus.TemporaryFailure, (await Resolver.ResolveMxAsync("broken.test", None)).Status);
        Assert.Equal(DnsStatus.TemporaryFailure, (await Resolver.ResolveAddressesAsync("broken.test", None)).Status);
    }

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        server.Zone.Address("mx.test", "192.0.2.1").Fails("mx.test");
        Assert.Equal(DnsStatus.TemporaryFailure, (await Resolver.ResolveAddressesAsync("mx.test", None)).Status);
        server.Zone.Heals("mx.test");
        Assert.Equal(DnsStatus.Found, (await Resolver.ResolveAddressesAsync("mx.test", None)).Status);
    }

    [Fact] // RFC 2308 §5
    public async Task Answers_of_both_kinds_are_kept_for_their_time_to_live()
    {
        server.Zone.Mx("example.test", 10, "mx1.example.test");
        for (int i = 0; i < 3; i++)
        {
            await Resolver.ResolveMxAsync("EXAMPLE.test", None);
            await Resolver.ResolveMxAsync("missing.test", None);
        }

        Assert.Equal(2, server.Questions);
        clock.Advance(TimeSpan.FromSeconds(61));
        await Resolver.ResolveMxAsync("example.test", None);
        await Resolver.ResolveMxAsync("missing.test", None);
        Assert.Equal(4, server.Questions);
    }

    [Fact]
    public async Task Who_asks_the_same_at_the_same_time_shares_one_question()
    {
        server.Zone.Mx("example.test", 10, "mx.test");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Resolver.ResolveMxAsync("example.test", None).AsTask()));
        Assert.All(answers, answer => Assert.True(answer.IsFound));
        Assert.Equal(1, server.Questions);
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_question_to_the_others()
    {
        server.Zone.Mx("example.test", 10, "mx.test").IsSilent = true;
        var resolver = new DnsResolver(new DnsOptions { Servers = [server.Address], QueryTimeout = TimeSpan.FromMilliseconds(200), Retries = 50, TotalTimeout = TimeSpan.FromDays(1) }, clock);
        using var hasty = CancellationTokenSource.CreateLinkedTokenSource(None);
        var given = resolver.ResolveMxAsync("example.test", hasty.Token).AsTask();
        var patient = resolver.ResolveMxAsync("example.test", None).AsTask();
        await hasty.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        server.Zone.IsSilent = false;
        Assert.True((await patient).IsFound);
    }

    [Fact]
    public async Task A_question_that_nobody_waits_for_is_given_up()
    {
        server.Zone.Mx("example.test", 10, "mx.test").IsSilent = true;
        using var hasty = CancellationTokenSource.CreateLinkedTokenSource(None);
        var given = Resolver.ResolveMxAsync("example.test", hasty.Token).AsTask();
        await hasty.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        server.Zone.IsSilent = false;
        Assert.True((await Resolver.ResolveMxAsync("example.test", None)).IsFound); // at once: a new question, not the old one's time-out
        Assert.False(Resolver.IsCut);
    }

    [Fact] // R06
    public async Task Records_beyond_the_limit_are_dropped()
    {
        for (int i = 0; i < 20; i++)
            server.Zone.Mx("many.test", i, $"mx{i}.many.test");
        Assert.Equal(3, (await Resolver.ResolveMxAsync("many.test", None)).Records.Count);
    }

    [Fact]
    public async Task Names_that_cannot_be_do_not_exist()
    {
        Assert.Equal(DnsStatus.NoSuchName, (await Resolver.ResolveMxAsync(new string('a', 300), None)).Status);
        Assert.Equal(DnsStatus.NoSuchName, (await Resolver.ResolveMxAsync("\u00e9" + new string('a', 80) + ".test", None)).Status);
    }

    [Fact] // RFC 5890
    public async Task A_u_label_is_asked_as_its_a_label()
    {
        server.Zone.Mx("xn--bcher-kva.example", 10, "mx.test");
        Assert.Equal(DnsStatus.Found, (await Resolver.ResolveMxAsync("b\u00fccher.example", None)).Status);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_temporary_failure()
    {
        var dead = new DnsResolver(new DnsOptions { Servers = [new IPEndPoint(IPAddress.Loopback, 1)], QueryTimeout = TimeSpan.FromMilliseconds(200), Retries = 0 }, TimeProvider.System);
        Assert.Equal(DnsStatus.TemporaryFailure, (await dead.ResolveMxAsync("example.test", None)).Status);
    }

    [Fact] // RFC 1035 §3.5, RFC 3596 §2.5
    public async Task Names_of_an_address_are_found()
    {
        server.Zone.ReverseAddress("192.0.2.7", "mx.example.test").ReverseAddress("2001:db8::7", "mx6.example.test");
        Assert.Equal(["mx.example.test"], (await Resolver.ResolvePointersAsync(IPAddress.Parse("192.0.2.7"), None)).Records);
        Assert.Equal(["mx6.example.test"], (await Resolver.ResolvePointersAsync(IPAddress.Parse("2001:db8::7"), None)).Records);
    }

    [Fact] // RFC 6698 §2.1
    public async Task Certificate_associations_are_found()
    {
        server.Zone.Tlsa("_25._tcp.mx.test", 3, 1, 1, [1, 2, 3]);
        var tlsa = Assert.Single((await Resolver.ResolveTlsaAsync("_25._tcp.mx.test", None)).Records);
        Assert.Equal((3, 1, 1, "010203"), (tlsa.Usage, tlsa.Selector, tlsa.Matching, Convert.ToHexString(tlsa.Data.Span)));
    }

    [Fact]
    public async Task Text_comes_as_it_is()
    {
        server.Zone.Text("example.test", "a\"b\\c;", "d");
        Assert.Equal(["a\"b\\c;d"], (await Resolver.ResolveTextAsync("example.test", None)).Records);
    }

    [Fact] // RFC 4035 §4.9.3
    public async Task The_authentic_bit_is_believed_from_a_named_resolver_only()
    {
        server.Zone.Mx("example.test", 10, "mx.test").Validates = true;
        var trusting = new DnsResolver(new DnsOptions { Servers = [server.Address], Validating = [server.Address] }, clock);
        Assert.True((await trusting.ResolveMxAsync("example.test", None)).IsAuthentic);
        Assert.True((await trusting.ResolveMxAsync("example.test", None)).IsAuthentic); // from the cache as well
        Assert.False((await Resolver.ResolveMxAsync("example.test", None)).IsAuthentic);
    }

    [Theory] // D08
    [InlineData(10, DnsStatus.Found)]
    [InlineData(11, DnsStatus.TemporaryFailure)]
    public async Task Aliases_are_followed_so_far(int aliases, DnsStatus expected)
    {
        for (int i = 0; i < aliases; i++)
            server.Zone.Alias($"a{i}.test", $"a{i + 1}.test");
        server.Zone.Address($"a{aliases}.test", "192.0.2.1");
        Assert.Equal(expected, (await Resolver.ResolveAddressesAsync("a0.test", AddressFamily.InterNetwork, None)).Status);
    }

    [Fact] // D08
    public async Task An_answer_that_is_too_large_is_a_temporary_failure()
    {
        server.Zone.Text("big.test", new string('a', 250), new string('b', 250)).Text("small.test", "a");
        var resolver = new DnsResolver(new DnsOptions { Servers = [server.Address], MaxAnswer = 512 }, TimeProvider.System);
        Assert.Equal(DnsStatus.TemporaryFailure, (await resolver.ResolveTextAsync("big.test", None)).Status);
        Assert.Equal(DnsStatus.Found, (await resolver.ResolveTextAsync("small.test", None)).Status);
    }

    [Theory] // D08
    [InlineData("cut off")]
    [InlineData("of another question's number")]
    [InlineData("to a question about another name")]
    [InlineData("with names that point at themselves")]
    public async Task An_answer_that_is_none_is_a_temporary_failure(string answer)
    {
        server.Zone.Mx("example.test", 10, "mx.test").Distort = octets =>
        {
            if (answer is "cut off")
                return octets[..^5];
            if (answer is "of another question's number")
                octets[0] ^= 1;
            else if (answer is "to a question about another name")
                octets[13] = (byte)'x'; // behind the header of 12 and the length of the first label
            else if (answer is "with names that point at themselves")
                (octets[^9], octets[^8]) = (0xC0, (byte)(octets.Length - 9)); // where mx.test begins
            return octets;
        };
        var resolver = new DnsResolver(new DnsOptions { Servers = [server.Address], QueryTimeout = TimeSpan.FromMilliseconds(200), Retries = 0 }, TimeProvider.System);
        Assert.Equal(DnsStatus.TemporaryFailure, (await resolver.ResolveMxAsync("example.test", None)).Status);
    }

    [Theory]
    [InlineData(false, false, ResolverState.Answers)]
    [InlineData(true, false, ResolverState.Validates)]
    [InlineData(true, true, ResolverState.Silent)]
    public async Task A_name_server_is_examined(bool validates, bool silent, ResolverState expected)
    {
        (server.Zone.Validates, server.Zone.IsSilent) = (validates, silent);
        Assert.Equal(expected, await ResolverExamination.RunAsync(server.Address, TimeSpan.FromMilliseconds(300), None));
    }

    [Fact] // D08
    public async Task After_two_time_outs_questions_fail_at_once_until_a_probe_is_answered()
    {
        server.Zone.Mx("example.test", 10, "mx.test").IsSilent = true;
        var resolver = new DnsResolver(new DnsOptions { Servers = [server.Address], QueryTimeout = TimeSpan.FromMilliseconds(300), Retries = 0, TotalTimeout = TimeSpan.FromDays(1) }, clock);
        await resolver.ResolveMxAsync("one.test", None);
        Assert.False(resolver.IsCut);
        await resolver.ResolveMxAsync("two.test", None);
        Assert.True(resolver.IsCut);
        await Eventually.IsTrueAsync(() => Task.FromResult(server.Questions == 3), "the first probe is sent");

        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        for (int i = 0; i < 100; i++)
            Assert.Equal(DnsStatus.TemporaryFailure, (await resolver.ResolveMxAsync($"more{i}.test", None)).Status);
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds, 0, 250);
        Assert.Equal(3, server.Questions);

        server.Zone.IsSilent = false;
        await Eventually.IsTrueAsync(
            async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(5));
                return (await resolver.ResolveMxAsync("example.test", None)).Status is DnsStatus.Found;
            },
            "the probe closes the breaker");
        Assert.False(resolver.IsCut);
    }

    [Fact]
    public async Task An_answer_between_two_time_outs_keeps_it_closed()
    {
        var resolver = new DnsResolver(new DnsOptions { Servers = [server.Address], QueryTimeout = TimeSpan.FromMilliseconds(200), Retries = 0, TotalTimeout = TimeSpan.FromDays(1) }, clock);
        foreach (bool silent in (bool[])[true, false, true])
        {
            server.Zone.IsSilent = silent;
            await resolver.ResolveMxAsync($"{silent}.test", None);
        }

        Assert.False(resolver.IsCut);
    }
}
