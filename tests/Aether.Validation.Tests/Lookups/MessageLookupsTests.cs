using Aether.Dns.Resolving;
using Aether.Testing.Dns;
using Aether.Validation.Lookups;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Validation.Tests.Lookups;

public class MessageLookupsTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_pass_through()
    {
        using var lookups = new MessageLookups(new TableResolver().Text("a.test", "x"), new LookupLimits(), TimeProvider.System);
        Assert.Equal(["x"], (await lookups.ResolveTextAsync("a.test", None)).Records);
        Assert.Equal(DnsStatus.NoSuchName, (await lookups.ResolveMxAsync("b.test", None)).Status);
        Assert.Equal((2, false), (lookups.Asked, lookups.HasFailed));
    }

    [Fact]
    public async Task Questions_beyond_the_limit_fail_for_now()
    {
        using var lookups = new MessageLookups(new TableResolver().Text("a.test", "x"), new LookupLimits { Questions = 1 }, TimeProvider.System);
        Assert.True((await lookups.ResolveTextAsync("a.test", None)).IsFound);
        Assert.Equal(DnsStatus.TemporaryFailure, (await lookups.ResolveTextAsync("a.test", None)).Status);
        Assert.True(lookups.HasFailed);
    }

    [Fact]
    public async Task When_the_time_is_up_nothing_is_asked_any_more()
    {
        var clock = new FakeTimeProvider();
        var table = new TableResolver().Text("a.test", "x");
        using var lookups = new MessageLookups(table, new LookupLimits(), clock);
        clock.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal(DnsStatus.TemporaryFailure, (await lookups.ResolveTextAsync("a.test", None)).Status);
        Assert.Equal(0, table.Questions);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_does_not_come_in_time_is_a_failure_for_now(bool isTimeUp)
    {
        var clock = new FakeTimeProvider();
        await using var silent = new DnsTestServer(new DnsZone { IsSilent = true });
        using var lookups = new MessageLookups(new DnsResolver(new DnsOptions { Servers = [silent.Address] }, TimeProvider.System), new LookupLimits(), clock);
        var waiting = lookups.ResolveTextAsync("a.test", None);
        Assert.False(waiting.IsCompleted);
        if (isTimeUp)
            clock.Advance(TimeSpan.FromSeconds(21));
        else
            lookups.Dispose(); // the client has gone
        Assert.Equal(DnsStatus.TemporaryFailure, (await waiting).Status);
        Assert.True(lookups.HasFailed);
    }
}
