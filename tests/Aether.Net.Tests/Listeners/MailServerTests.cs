using Aether.Configuration.Schema;
using Aether.Testing.Clients;

namespace Aether.Net.Tests.Listeners;

public class MailServerTests
{
    [Fact]
    public async Task A_plain_session_is_served_to_its_end()
    {
        await using var server = await TestMailServer.StartAsync(ListenerTls.None);
        await using var client = await LineClient.ConnectAsync(server.Port);

        Assert.Equal("220 ready", await client.ReadAsync());
        Assert.Equal("250 hello", await client.AskAsync("hello"));
        Assert.Equal("503 no", await client.AskAsync("STARTTLS"));
        Assert.Null(await client.ReadAsync());
    }

    // RFC 7301: a client may name the protocol it is about to speak, or none; a mail server that knows no names goes on.
    [Theory, InlineData("imap"), InlineData("pop3"), InlineData("smtp"), InlineData(null)]
    public async Task Implicit_tls_serves_whatever_the_client_offers_by_alpn(string? protocol)
    {
        await using var server = await TestMailServer.StartAsync(ListenerTls.Implicit);
        await using var client = await LineClient.ConnectAsync(server.Port);

        Assert.Equal("CN=mail.test", await client.HandshakeAsync("mail.test", protocol));
        Assert.Equal("220 ready", await client.ReadAsync());
        Assert.Equal("250 hello", await client.AskAsync("hello"));
        Assert.Equal("mail.test", server.Engine.Seen.Single().Tls!.ServerName);
        Assert.False(server.Engine.Seen.Single().CanStartTls);
    }

    [Fact]
    public async Task Starttls_swaps_the_pipe_and_the_certificate_follows_the_name()
    {
        await using var server = await TestMailServer.StartAsync(ListenerTls.StartTls);
        foreach (string name in (string[])["one.test", "two.test"])
        {
            await using var client = await LineClient.ConnectAsync(server.Port);
            Assert.Equal("220 ready", await client.ReadAsync());
            Assert.Equal("220 go", await client.AskAsync("STARTTLS"));
            Assert.Equal("CN=" + name, await client.HandshakeAsync(name));
            Assert.Equal("250 " + name, await client.ReadAsync());
            Assert.Equal("250 inside", await client.AskAsync("inside"));
            Assert.Equal("221 bye", await client.AskAsync("QUIT"));
            Assert.Null(await client.ReadAsync());
        }
    }

    // RFC 3207 §4.2, CVE-2011-0411 (case S03).
    [Fact]
    public async Task What_is_pipelined_behind_starttls_is_not_taken_into_tls()
    {
        await using var server = await TestMailServer.StartAsync(ListenerTls.StartTls);
        await using var client = await LineClient.ConnectAsync(server.Port);

        Assert.Equal("220 ready", await client.ReadAsync());
        Assert.Equal("503 no", await client.AskAsync("STARTTLS\r\ninjected"));
        Assert.Null(await client.ReadAsync());
    }

    [Theory, InlineData(ListenerTls.None), InlineData(ListenerTls.Implicit), InlineData(ListenerTls.StartTls)]
    public async Task A_woken_session_goes_on_reading(ListenerTls tls)
    {
        await using var server = await TestMailServer.StartAsync(tls);
        await using var client = await ReadyAsync(server, tls);

        for (int i = 0; i < 3; i++)
        {
            server.Engine.Seen.Single().Wake();
            Assert.Equal("150 woken", await client.ReadAsync());
            Assert.Equal("250 again", await client.AskAsync("again"));
        }
    }

    [Theory, InlineData(ListenerTls.None), InlineData(ListenerTls.Implicit), InlineData(ListenerTls.StartTls)]
    public async Task Stopping_ends_idle_sessions_with_a_word(ListenerTls tls)
    {
        await using var server = await TestMailServer.StartAsync(tls);
        await using var client = await ReadyAsync(server, tls);

        var stopped = server.StopAsync();

        Assert.Equal("421 draining", await client.ReadAsync());
        Assert.Null(await client.ReadAsync());
        await stopped;
    }

    [Fact]
    public async Task A_fault_in_one_session_leaves_the_others_alone()
    {
        await using var server = await TestMailServer.StartAsync(ListenerTls.None);
        await using var good = await ReadyAsync(server, ListenerTls.None);
        await using var bad = await ReadyAsync(server, ListenerTls.None);

        Assert.Null(await bad.AskAsync("BOOM"));
        Assert.Equal("250 still here", await good.AskAsync("still here"));
    }

    [Fact]
    public async Task One_address_too_many_hears_why()
    {
        await using var server = await TestMailServer.StartAsync(ListenerTls.None, perAddress: 2, exempt: false);
        await using var first = await ReadyAsync(server, ListenerTls.None);
        await using var second = await ReadyAsync(server, ListenerTls.None);
        await using var third = await LineClient.ConnectAsync(server.Port);

        Assert.Equal("421 busy", await third.ReadAsync());
        Assert.Null(await third.ReadAsync());
        Assert.Equal(2, server.Limits.Open);
    }

    [Fact]
    public async Task Too_many_in_all_are_refused_until_one_leaves()
    {
        await using var server = await TestMailServer.StartAsync(ListenerTls.None, total: 1, exempt: false);
        await using (var first = await ReadyAsync(server, ListenerTls.None))
        {
            await using var second = await LineClient.ConnectAsync(server.Port);
            Assert.Equal("421 busy", await second.ReadAsync());
            Assert.Equal("221 bye", await first.AskAsync("QUIT"));
            Assert.Null(await first.ReadAsync());
        }

        string? greeting;
        do
        {
            // The server counts the first connection out a moment after its client has seen the end.
            await using var third = await LineClient.ConnectAsync(server.Port);
            greeting = await third.ReadAsync();
        }
        while (greeting is "421 busy" or null);

        Assert.Equal("220 ready", greeting);
    }

    [Fact]
    public async Task Exempt_peers_are_not_counted()
    {
        await using var server = await TestMailServer.StartAsync(ListenerTls.None, perAddress: 1, total: 1);
        await using var first = await ReadyAsync(server, ListenerTls.None);
        await using var second = await ReadyAsync(server, ListenerTls.None);

        Assert.Equal(0, server.Limits.Open);
    }

    private static async Task<LineClient> ReadyAsync(TestMailServer server, ListenerTls tls)
    {
        var client = await LineClient.ConnectAsync(server.Port);
        if (tls is ListenerTls.Implicit)
            await client.HandshakeAsync("mail.test");
        Assert.Equal("220 ready", await client.ReadAsync());
        if (tls is ListenerTls.StartTls)
        {
            Assert.Equal("220 go", await client.AskAsync("STARTTLS"));
            await client.HandshakeAsync("mail.test");
            Assert.Equal("250 mail.test", await client.ReadAsync());
        }

        return client;
    }
}
