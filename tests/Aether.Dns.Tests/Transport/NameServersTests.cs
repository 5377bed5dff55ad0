using System.Net;
using Aether.Dns.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Dns.Tests.Transport;

/// <summary>Whom the system would ask. resolv.conf(5).</summary>
public sealed class NameServersTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();
    private readonly FakeTimeProvider clock = new();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void Those_of_the_system_are_read_again_as_networks_change()
    {
        File.WriteAllText(file, "# nameserver 192.0.2.9\nsearch example.test\nnameserver\t192.0.2.1\n nameserver 2001:db8::1 # ours\nnameserver 192.0.2.1\nnameserver x\nnameserver\n");
        var servers = new NameServers([], clock, file);
        Assert.Equal(["192.0.2.1:53", "[2001:db8::1]:53"], servers.Current.Select(static server => server.ToString()));

        File.WriteAllText(file, "nameserver 192.0.2.2\n");
        Assert.Equal(2, servers.Current.Count);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("192.0.2.2:53", Assert.Single(servers.Current).ToString());

        File.Delete(file); // as it is for a moment while another is put there
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("192.0.2.2:53", Assert.Single(servers.Current).ToString());
    }

    [Fact]
    public void Where_none_is_named_this_machine_is_asked()
    {
        Assert.Equal("127.0.0.1:53", Assert.Single(new NameServers([], clock, file).Current).ToString());
        Assert.Equal("127.0.0.1:53", Assert.Single(new NameServers([], clock, file + ".none").Current).ToString());
    }

    [Fact]
    public void Those_that_are_named_are_asked_alone()
    {
        var named = new IPEndPoint(IPAddress.Loopback, 5353);
        Assert.Equal([named], new NameServers([named], clock, file).Current);
    }
}
