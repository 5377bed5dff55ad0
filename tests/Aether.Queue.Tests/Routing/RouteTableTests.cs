using Aether.Queue.Routing;
using Aether.Queue.Settings;
using Aether.Storage.Envelopes;

namespace Aether.Queue.Tests.Routing;

/// <summary>What a rule may look at; the first that fits counts.</summary>
public sealed class RouteTableTests
{
    private static readonly NextHop Host = new("smart.test", 25, TlsPolicy.None, HopOrigin.Configuration);
    private static readonly RouteFacts Facts = new("b.test", "dora@b.test", "ann@our.test", 10_000, QueuePriority.Normal, 2, TimeSpan.FromHours(1), ["Subject: hello", "X-Class: Bulk mail"]);

    public static TheoryData<string, RouteRule, bool> Rules
    {
        get
        {
            var any = new RouteRule("*", [Host]);
            return new()
            {
                { "domain", any with { RecipientDomain = "B.test" }, true },
                { "other domain", any with { RecipientDomain = "c.test" }, false },
                { "recipient", any with { Recipient = "dora@*" }, true },
                { "recipient's case", any with { Recipient = "DORA@b.test" }, true },
                { "other recipient", any with { Recipient = "emil@*" }, false },
                { "sender's domain", any with { Sender = "our.test" }, true },
                { "sender", any with { Sender = "a*@our.test" }, true },
                { "other sender", any with { Sender = "*.our.test" }, false },
                { "null sender", any with { Sender = "" }, false },
                { "size", any with { MinSize = 10_000, MaxSize = 10_000 }, true },
                { "too small", any with { MinSize = 10_001 }, false },
                { "too large", any with { MaxSize = 9_999 }, false },
                { "class", any with { Priority = QueuePriority.Normal }, true },
                { "other class", any with { Priority = QueuePriority.High }, false },
                { "attempts", any with { MinAttempts = 2 }, true },
                { "too few attempts", any with { MinAttempts = 3 }, false },
                { "age", any with { MinAge = TimeSpan.FromHours(1) }, true },
                { "too young", any with { MinAge = TimeSpan.FromHours(2) }, false },
                { "header", any with { Header = "x-class: bulk*" }, true },
                { "other header", any with { Header = "X-Class: list*" }, false },
                { "missing header", any with { Header = "X-Other: *" }, false },
                { "one of several conditions", any with { Sender = "our.test", MinAttempts = 3 }, false },
            };
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public void A_rule_fits_when_all_its_conditions_hold(string name, RouteRule rule, bool fits)
    {
        Assert.NotEmpty(name);
        Assert.Equal(fits, new RouteTable([rule]).Find(Facts) is not null);
    }

    [Fact]
    public void The_null_sender_is_one_too()
    {
        var table = new RouteTable([new RouteRule("*", [Host]) { Sender = "" }]);
        Assert.NotNull(table.Find(Facts with { Sender = "" }));
    }

    [Fact]
    public void The_first_rule_counts()
    {
        var late = new RouteRule("*", [Host]) { MinAttempts = 2 };
        var table = new RouteTable([late, new RouteRule("*", [])]);
        Assert.Same(late, table.Find(Facts));
        Assert.NotSame(late, table.Find(Facts with { Attempts = 1 }));
    }

    [Fact]
    public async Task Balanced_hosts_come_first_as_often_as_their_weight_says()
    {
        var rule = new RouteRule("*", [Host with { Weight = 1 }, Host with { Host = "big.test", Weight = 3 }]) { IsBalanced = true };
        var router = new Router(new QueueOptions("mail.our.test") { Routing = new RoutingOptions { Rules = [rule] } }, new FakeResolver());
        int big = 0;
        for (int i = 0; i < 4_000; i++)
        {
            var route = await router.FindAsync("b.test", rule, CancellationToken.None);
            Assert.Equal(2, route.Hops.Count); // the other stands behind it
            big += route.Hops[0].Host == "big.test" ? 1 : 0;
        }

        Assert.InRange(big, 2_800, 3_200);
    }
}
