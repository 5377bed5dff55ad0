using System.Net;
using Aether.Configuration.Schema;

namespace Aether.Configuration.Tests.Loading;

public class EnvironmentTests
{
    [Fact]
    public void One_element_of_a_default_list_can_be_changed_alone()
    {
        using var folder = new ConfigurationFolder();

        var settings = folder.Load(("AETHER__smtp__listeners__0__port", "2525"), ("AETHER__SMTP__LISTENERS__0__ADDRESS", "127.0.0.1")).Configuration!.Settings;

        Assert.Equal(new SmtpListenerSettings { Address = "127.0.0.1", Port = 2525 }, settings.Smtp.Listeners[0]);
        Assert.Equal(587, settings.Smtp.Listeners[1].Port);
    }

    [Fact]
    public void The_next_free_index_adds_an_element()
    {
        using var folder = new ConfigurationFolder("""{ "imap": { "listeners": [ { "port": 2143 } ] } }""");

        var settings = folder.Load(("AETHER__imap__listeners__1__port", "2993"), ("AETHER__imap__listeners__1__tls", "implicit")).Configuration!.Settings;

        Assert.Equal([new() { Port = 2143 }, new() { Port = 2993, Tls = ListenerTls.Implicit }], settings.Imap.Listeners);
    }

    [Fact]
    public void A_list_takes_json()
    {
        using var folder = new ConfigurationFolder();

        Assert.Empty(folder.Load(("AETHER__limits__exemptNetworks", "[]")).Configuration!.Settings.Limits.ExemptNetworks);
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8")], folder.Load(("AETHER__limits__exemptNetworks", "[\"10.0.0.0/8\"]")).Configuration!.Settings.Limits.ExemptNetworks);
    }

    [Fact]
    public void The_customary_variables_set_the_stores()
    {
        using var folder = new ConfigurationFolder("""{ "database": { "url": "sqlite:mine.db" } }""");

        var settings = folder.Load(("DATABASE_URL", "sqlite:other.db"), ("REDIS_URL", "redis://cache.test:6379")).Configuration!.Settings;

        Assert.Equal("sqlite:other.db", settings.Database.Url);
        Assert.Equal("redis://cache.test:6379", settings.Events.Url);
    }

    [Theory]
    [InlineData("AETHER__smtp__maxConnectoins", "5", "did you mean \"maxConnections\"?")]
    [InlineData("AETHER__smtp__listeners__9__port", "25", "not the index")]
    [InlineData("AETHER__hostname__x", "y", "stands behind a single value")]
    [InlineData("AETHER__smtp__maxConnections", "many", "whole number, from 1 to 1000000")]
    [InlineData("AETHER__limits__exemptNetworks", "10.0.0.0/8", "write JSON here")]
    public void A_wrong_variable_is_named(string name, string value, string remedy)
    {
        using var folder = new ConfigurationFolder();

        var problem = Assert.Single(folder.Load((name, value)).Problems);

        Assert.Contains(remedy, problem.ToString(), StringComparison.Ordinal);
    }
}
