namespace Aether.Configuration.Tests.Loading;

public class UnbuiltTests
{
    [Fact]
    public void The_whole_schema_is_valid_and_what_is_missing_is_named()
    {
        using var folder = new ConfigurationFolder("""
            {
              "database": { "url": "postgres://u:p@h/db", "poolSize": 16 },
              "blobs": { "url": "s3://bucket?endpoint=https://s3.test" },
              "events": { "url": "redis://host:6379" },
              "smtp": { "undoSeconds": 10, "listeners": [ { "address": "127.0.0.1", "port": 24, "kind": "lmtp", "tls": "none" } ] },
              "sieve": { "listeners": [] },
              "tls": { "profile": "intermediate", "acme": { "enabled": true } },
              "security": { "spamFilter": true, "virusScan": false, "dkimSigning": false }
            }
            """);

        var result = folder.Load();

        Assert.Empty(result.Problems);
        Assert.Equal(
            [
                "security.spamFilter",
            ],
            result.Configuration!.Unbuilt);
    }
}
