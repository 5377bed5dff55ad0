using System.Globalization;
using Aether.Configuration.Schema;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.Net.Tests.Listeners;

/// <summary>A peer that died without a word is found out by the kernel. RFC 1122 §4.2.3.6.</summary>
public sealed class PeerDeathTests
{
    private const string Established = "01";
    private const string KeepAliveTimer = "02";

    [Fact]
    public async Task A_silent_connection_is_probed_where_the_listener_wants_it()
    {
        await using var server = await TestMailServer.StartAsync(ListenerTls.None, deathNoticedIn: TimeSpan.FromSeconds(24));
        await using var client = await LineClient.ConnectAsync(server.Port);
        await client.ReadAsync();

        // Its timer is one of silence, and runs out after half the time, so that the probes fit into the other half.
        string timer = "";
        await Eventually.IsTrueAsync(() => (timer = TimerOf(server.Port)).StartsWith(KeepAliveTimer, StringComparison.Ordinal), "the socket has a timer of silence");
        long hundredths = long.Parse(timer[(KeepAliveTimer.Length + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Assert.InRange(hundredths, 500, 1200);
    }

    [Fact]
    public async Task Elsewhere_silence_is_left_alone()
    {
        await using var server = await TestMailServer.StartAsync(ListenerTls.None);
        await using var client = await LineClient.ConnectAsync(server.Port);
        await client.ReadAsync();
        await Eventually.IsTrueAsync(() => TimerOf(server.Port).StartsWith("00", StringComparison.Ordinal), "the socket has no timer");
    }

    /// <summary>The timer of the server's end of the connection, as the kernel lists it: its kind, and hundredths of a second.</summary>
    private static string TimerOf(int port)
    {
        foreach (string line in File.ReadLines("/proc/net/tcp").Skip(1))
        {
            string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns[1].EndsWith(":" + port.ToString("X4", CultureInfo.InvariantCulture), StringComparison.Ordinal) && columns[3] == Established)
                return columns[5];
        }

        return "";
    }
}
