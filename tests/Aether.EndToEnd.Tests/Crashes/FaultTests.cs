using Aether.Ledger;

namespace Aether.EndToEnd.Tests.Crashes;

/// <summary>Cases F09, F10, F18 and F19 at a small count; by hand F09 by <c>aether-ledger database 100</c>, F10 and F19 by <c>aether-ledger cluster 50</c>, F18 by <c>aether-ledger partition 100</c>.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task What_got_250_is_in_its_mailbox_exactly_once_after_faults_of_the_database()
    {
        var report = await DatabaseFaultRun.RunAsync(events: 6, seed: 3, held: TimeSpan.FromSeconds(2));
        Assert.True(report.IsSound, report.ToString());
    }

    [Fact]
    public async Task What_any_node_gave_250_for_is_in_its_mailbox_exactly_once_after_faults_of_nodes_and_redis()
    {
        var report = await ClusterFaultRun.RunAsync(events: 6, seed: 4, held: TimeSpan.FromSeconds(3));
        Assert.True(report.IsSound, report.ToString());
    }

    [Fact]
    public async Task What_any_node_gave_250_for_is_in_its_mailbox_exactly_once_after_faults_of_its_networks()
    {
        var report = await PartitionRun.RunAsync(events: 6, seed: 5, held: TimeSpan.FromSeconds(3));
        Assert.True(report.IsSound, report.ToString());
    }
}
