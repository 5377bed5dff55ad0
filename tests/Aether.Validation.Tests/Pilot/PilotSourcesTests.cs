using Aether.Storage.Reports;
using Aether.Validation.Domains;
using Aether.Validation.Pilot;
using CsCheck;

namespace Aether.Validation.Tests.Pilot;

public sealed class PilotSourcesTests
{
    [Fact]
    public void Addresses_are_put_together_by_provider_and_network()
    {
        var sources = Group(
            [
                new("192.0.2.1", "brand.co.uk", "brand.co.uk", "brand.co.uk", 10, 10, 10, 10),
                new("192.0.2.9", "brand.co.uk", "brand.co.uk", "", 4, 4, 0, 4),
                new("198.51.100.7", "brand.co.uk", "bounce.brand.co.uk", "mta.sender.example", 30, 0, 0, 0),
                new("2001:db8:1:2::3", "brand.co.uk", "sender.example", "", 5, 0, 0, 0),
                new("*", "", "", "", 1, 0, 0, 0),
            ]);
        Assert.Equal(["sender.example", "", ""], sources.Select(source => source.Provider));
        Assert.Equal(["198.51.100.0/24", "2001:db8:1::/48"], sources[0].Networks.Select(network => network.Network));
        Assert.Equal(("192.0.2.0/24", "192.0.2.1", 14L, 14L), (sources[1].Networks[0].Network, sources[1].Networks[0].Address, sources[1].Messages, sources[1].Passed));
        Assert.Equal((35L, 35L), (sources[0].Messages, sources[0].Failed));
    }

    [Fact]
    public void The_operator_sets_providers_and_networks_apart()
    {
        ReportSource[] reported = [new("198.51.100.7", "b.test", "sender.example", "", 30, 0, 0, 0), new("203.0.113.7", "b.test", "sender.example", "", 3, 0, 0, 0), new("192.0.2.1", "b.test", "b.test", "", 2, 0, 0, 0)];
        Assert.Equal([(30L, true), (3L, false), (2L, false)], Group(reported, "198.51.100.0/24").Select(source => (source.Messages, source.IsStrange)));
        Assert.Equal([(33L, true), (2L, true)], Group(reported, "sender.example", "192.0.2.0/24").Select(source => (source.Messages, source.IsStrange)));
    }

    [Fact]
    public void Whatever_strangers_report_adds_up()
    {
        var text = Gen.Int[0, 6].Select(i => ((string[])["", "192.0.2.1", "::ffff:192.0.2.1", "a.b.test", "*", "..", "sender.example"])[i]);
        Gen.Select(text, text, text, Gen.Long, Gen.Long).Select((source, spf, dkim, count, passed) => new ReportSource(source, "b.test", spf, dkim, count, passed, passed, passed)).Array[0, 10].Sample(
            reported => Assert.All(Group(reported, "sender.example"), source =>
            {
                Assert.InRange(source.Failed, 0, long.MaxValue);
                Assert.InRange(source.Passed, 0, source.Messages);
            }),
            iter: 5_000);
    }

    private static IReadOnlyList<PilotSource> Group(ReportSource[] reported, params string[] strange) => PilotSources.Group(reported, strange.Length > 0 ? "b.test" : "brand.co.uk", PublicSuffixList.Shipped, strange);
}
