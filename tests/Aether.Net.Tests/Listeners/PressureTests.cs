using Aether.Configuration.Schema;
using Aether.Net.Limits;
using Aether.Testing.Clients;

namespace Aether.Net.Tests.Listeners;

/// <summary>What happens when connections are short, or too many wait for a login.</summary>
public class PressureTests
{
    [Theory, InlineData(ListenerTls.None), InlineData(ListenerTls.StartTls), InlineData(ListenerTls.Implicit)]
    public async Task Of_too_many_connections_without_a_login_the_oldest_is_ended(ListenerTls tls)
    {
        var pending = new PendingLogins(2);
        await using var server = await TestMailServer.StartAsync(tls, exempt: false, pending: pending);
        await using var known = await ReadyAsync(server, tls);
        Assert.Equal("250 welcome", await known.AskAsync("LOGIN"));
        await using var oldest = await ReadyAsync(server, tls);
        await using var older = await ReadyAsync(server, tls);
        await using var newest = await ReadyAsync(server, tls);

        Assert.Equal("421 too long", await oldest.ReadAsync());
        Assert.Null(await oldest.ReadAsync());
        Assert.Equal("250 older", await older.AskAsync("older"));
        Assert.Equal("250 newest", await newest.AskAsync("newest"));
        Assert.Equal("250 known", await known.AskAsync("known"));
        Assert.Equal(2, pending.Count);
    }

    [Fact]
    public async Task Who_leaves_without_a_login_makes_room()
    {
        var pending = new PendingLogins(1);
        await using var server = await TestMailServer.StartAsync(ListenerTls.None, exempt: false, pending: pending);
        await using (var first = await ReadyAsync(server, ListenerTls.None))
        {
            Assert.Equal("221 bye", await first.AskAsync("QUIT"));
            Assert.Null(await first.ReadAsync());
        }

        // The server counts it out a moment after the client has seen the end.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (pending.Count > 0)
            await Task.Delay(5, patience.Token);
        await using var second = await ReadyAsync(server, ListenerTls.None);
        Assert.Equal("250 here", await second.AskAsync("here"));
    }

    [Fact]
    public async Task Exempt_peers_are_not_pushed_out()
    {
        var pending = new PendingLogins(1);
        await using var server = await TestMailServer.StartAsync(ListenerTls.None, pending: pending);
        await using var first = await ReadyAsync(server, ListenerTls.None);
        await using var second = await ReadyAsync(server, ListenerTls.None);

        Assert.Equal("250 here", await first.AskAsync("here"));
        Assert.Equal(0, pending.Count);
    }

    [Fact]
    public async Task While_connections_are_short_silence_ends_even_sessions_that_were_waiting()
    {
        await using var server = await TestMailServer.StartAsync(ListenerTls.None, total: 10, exempt: false, stressPatience: TimeSpan.FromMilliseconds(200));
        var clients = new List<LineClient>();
        for (int i = 0; i < 8; i++)
            clients.Add(await ReadyAsync(server, ListenerTls.None));
        Assert.False(server.Limits.IsShort);

        // The ninth of ten: the eight that wait for 20 seconds are woken, and wait for 200 ms from here.
        clients.Add(await ReadyAsync(server, ListenerTls.None));
        foreach (var client in clients)
        {
            string? line = await client.ReadAsync();
            while (line == "150 woken")
                line = await client.ReadAsync();
            Assert.Equal("421 too long", line);
            await client.DisposeAsync();
        }
    }

    [Fact]
    public void Once_there_is_room_again_silence_is_borne_as_before()
    {
        var limits = new ConnectionLimits(10, 10);
        var address = System.Net.IPAddress.Parse("192.0.2.1");
        int woken = 0;
        limits.BecameShort += () => woken++;
        for (int i = 0; i < 10; i++)
            Assert.Equal(AdmissionOutcome.Admitted, limits.TryEnter(address));
        Assert.True(limits.IsShort);
        Assert.Equal(1, woken);
        limits.Leave(address);
        Assert.True(limits.IsShort);
        limits.Leave(address);
        Assert.False(limits.IsShort);
    }

    private static async Task<LineClient> ReadyAsync(TestMailServer server, ListenerTls tls)
    {
        var client = await LineClient.ConnectAsync(server.Port);
        if (tls is ListenerTls.Implicit)
            await client.HandshakeAsync("mail.test");
        Assert.Equal("220 ready", await client.ReadAsync());
        if (tls is not ListenerTls.StartTls)
            return client;
        Assert.Equal("220 go", await client.AskAsync("STARTTLS"));
        await client.HandshakeAsync("mail.test");
        Assert.Equal("250 mail.test", await client.ReadAsync());
        return client;
    }
}
