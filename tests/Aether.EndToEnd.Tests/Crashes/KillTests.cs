using Aether.Ledger;

namespace Aether.EndToEnd.Tests.Crashes;

/// <summary>Cases F01, F02 and F03 at a small count; <c>aether-ledger smtp 300</c> and <c>aether-ledger imap 300</c>, <c>delivery 300</c> run them by hand.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task What_got_250_is_in_its_mailbox_exactly_once_after_kills()
    {
        var report = await SmtpCrashRun.RunAsync(kills: 6, seed: 1);
        Assert.True(report.IsSound, report.ToString());
    }

    [Fact]
    public async Task Deliveries_and_reports_come_once_and_nothing_is_lost_after_kills()
    {
        var report = await DeliveryCrashRun.RunAsync(kills: 4, seed: 5);
        Assert.True(report.IsSound, report.ToString());
    }

    [Fact]
    public async Task What_imap_acknowledged_is_so_after_kills()
    {
        var report = await ImapCrashRun.RunAsync(kills: 6, seed: 2);
        Assert.True(report.IsSound, report.ToString());
    }
}
