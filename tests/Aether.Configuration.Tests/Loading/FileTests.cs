using Aether.Configuration.Loading;
using Aether.Configuration.Schema;
using Aether.Configuration.Values;

namespace Aether.Configuration.Tests.Loading;

public class FileTests
{
    [Fact]
    public void Without_a_file_the_defaults_apply()
    {
        using var folder = new ConfigurationFolder();

        var loaded = folder.Load(("AETHER_CONFIG", "")).Configuration!;

        Assert.Equal(50L << 20, loaded.Settings.Smtp.MaxMessageSize.Bytes);
        Assert.Equal([25, 587, 465, 24], loaded.Settings.Smtp.Listeners.Select(listener => listener.Port));
        Assert.Equal(Path.Combine(folder.Path, "data"), loaded.DataFolder);
        Assert.All(loaded.Show(), setting => Assert.Equal(ConfigurationSource.Default, setting.Source));
    }

    [Fact]
    public void Comments_and_trailing_commas_are_welcome()
    {
        using var folder = new ConfigurationFolder("""
            {
              "$schema": "docs/aether.schema.json",
              // who we are
              "hostname": "mail.example.test",
              /* two ports */
              "imap": { "listeners": [ { "port": 2143, "tls": "none" }, { "port": 2993, "tls": "implicit", }, ], },
            }
            """);

        var result = folder.Load();

        Assert.Empty(result.Problems);
        Assert.Equal("mail.example.test", result.Configuration!.Settings.Hostname);
        Assert.Equal([new() { Port = 2143, Tls = ListenerTls.None }, new() { Port = 2993, Tls = ListenerTls.Implicit }], result.Configuration.Settings.Imap.Listeners);
        Assert.Equal(10_000, result.Configuration.Settings.Imap.MaxConnections);
    }

    [Fact]
    public void Show_names_the_source_of_each_value()
    {
        using var folder = new ConfigurationFolder("""{ "hostname": "mx.example.test", "limits": { "smtp": { "idle": "10 s" } } }""");

        var shown = folder.Load(("AETHER__smtp__maxConnections", "7")).Configuration!.Show().ToDictionary(setting => setting.Key);

        Assert.Equal(new ShownSetting("hostname", "mx.example.test", ConfigurationSource.File), shown["hostname"]);
        Assert.Equal(new ShownSetting("limits.smtp.idle", "10 s", ConfigurationSource.File), shown["limits.smtp.idle"]);
        Assert.Equal(new ShownSetting("smtp.maxConnections", "7", ConfigurationSource.Environment), shown["smtp.maxConnections"]);
        Assert.Equal(new ShownSetting("data", "./data", ConfigurationSource.Default), shown["data"]);
    }

    [Fact]
    public void A_relative_data_folder_lies_beside_the_file()
    {
        using var folder = new ConfigurationFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "etc"));
        File.WriteAllText(Path.Combine(folder.Path, "etc", "mail.json"), """{ "data": "store" }""");

        var loaded = folder.Load("etc/mail.json", []).Configuration!;

        Assert.Equal(Path.Combine(folder.Path, "etc", "store"), loaded.DataFolder);
        Assert.Equal(Path.Combine(folder.Path, "etc", "store", "tls", "key.pem"), loaded.PathOf("tls/key.pem"));
    }

    [Fact]
    public void The_command_line_wins_over_the_variable_that_names_a_file()
    {
        using var folder = new ConfigurationFolder();
        File.WriteAllText(Path.Combine(folder.Path, "a.json"), """{ "hostname": "a.test" }""");
        File.WriteAllText(Path.Combine(folder.Path, "b.json"), """{ "hostname": "b.test" }""");

        Assert.Equal("b.test", folder.Load(("AETHER_CONFIG", "b.json")).Configuration!.Settings.Hostname);
        Assert.Equal("a.test", folder.Load("a.json", [("AETHER_CONFIG", "b.json")]).Configuration!.Settings.Hostname);
    }

    [Fact]
    public void A_password_in_an_address_is_never_shown()
    {
        using var folder = new ConfigurationFolder();

        var loaded = folder.Load(("DATABASE_URL", "postgres://ann:s3cret@db.test/mail")).Configuration!;

        Assert.Equal("postgres://ann:s3cret@db.test/mail", loaded.Settings.Database.Url);
        Assert.DoesNotContain("s3cret", string.Concat(loaded.Show()), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", loaded.ToJson().ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", new Secret("s3cret").ToString(), StringComparison.Ordinal);
    }
}
