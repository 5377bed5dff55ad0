namespace Aether.Configuration.Tests.Loading;

public class ProblemTests
{
    [Fact]
    public void Every_problem_is_named_at_once_by_key_value_and_remedy()
    {
        using var folder = new ConfigurationFolder("""
            {
              "hostnmae": "x",
              "hostname": "not a name",
              "smtp": { "maxConnections": 0, "maxMessageSize": "50 megs", "listeners": [ { "port": 99999, "kind": "mxx" } ] },
              "limits": { "smtp": { "idle": 300 }, "exemptNetworks": [ "10.0.0.0/99" ] },
              "database": { "url": "mysql://x/y" },
              "routes": [ { "recipientDomain": "*", "source": "nowhere" } ]
            }
            """);

        var problems = folder.Load().Problems.Select(problem => problem.ToString()).ToList();

        Assert.Equal(
            [
                "hostnmae: there is no such setting; did you mean \"hostname\"?",
                "hostname = \"not a name\": write a host name such as \"mail.example.org\" (letters, digits, hyphens, dots)",
                "smtp.maxConnections = 0: write a whole number, from 1 to 1000000",
                "smtp.maxMessageSize = \"50 megs\": write a size such as \"50 MiB\" (B, KiB, MiB, GiB, TiB), from 64 KiB to 2 GiB",
                "smtp.listeners[0].port = 99999: write a whole number, from 1 to 65535",
                "smtp.listeners[0].kind = \"mxx\": write one of mx, submission, lmtp",
                "limits.exemptNetworks[0] = \"10.0.0.0/99\": write a network such as \"10.0.0.0/8\" or \"fd00::/8\"",
                "limits.smtp.idle = 300: write a duration such as \"5 min\" (ms, s, min, h, d), from 1 s to 1 h",
                "database.url = mysql://x/y: write sqlite:FILE or postgres://user:password@host/name",
                "routes[0].source = nowhere: name one of queue.sources",
            ],
            problems.Order(StringComparer.Ordinal).OrderBy(Position));

        static int Position(string problem) => Array.FindIndex(
            ["hostnmae", "hostname", "smtp.maxC", "smtp.maxM", "smtp.listeners[0].p", "smtp.listeners[0].k", "limits.e", "limits.s", "database", "routes"],
            start => problem.StartsWith(start, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{", "not valid JSON at line 1")]
    [InlineData("{ \"hostname\": \"a.test\",\n  \"hostname\": \"b.test\" }", "not valid JSON")]
    [InlineData("[]", "write one object")]
    [InlineData("{ \"smtp\": 5 }", "smtp = 5: write an object")]
    [InlineData("{ \"routes\": {} }", "routes = {}: write a list")]
    [InlineData("{ \"routes\": [ null ] }", "routes[0] = null")]
    [InlineData("{ \"hostname\": [ \"a.test\" ] }", "hostname = [\"a.test\"]: write a host name")]
    [InlineData("{ \"smtp\": { \"maxConnections\": \"5\" } }", "smtp.maxConnections = \"5\": write a whole number")]
    [InlineData("{ \"smtp\": { \"maxConnections\": 5.5 } }", "smtp.maxConnections = 5.5: write a whole number")]
    [InlineData("{ \"tls\": { \"certificates\": [ { \"certificate\": \"no.pem\", \"key\": \"no.key\" } ] } }", "no such file")]
    [InlineData("{ \"imap\": { \"listeners\": [ { \"port\": 25 } ] } }", "smtp.listeners[0] has it")]
    [InlineData("{ \"http\": { \"listeners\": [ { \"port\": 8080, \"tls\": \"starttls\" } ] } }", "HTTP has no STARTTLS")]
    [InlineData("{ \"http\": { \"listeners\": [ { \"port\": 8080, \"proxy\": \"xforwarded\" } ] } }", "name the proxies in limits.proxyNetworks")]
    [InlineData("{ \"limits\": { \"smtp\": { \"softErrors\": 30 } } }", "at most limits.smtp.hardErrors, 20")]
    [InlineData("{ \"search\": { \"store\": \"database\" } }", "search.store = database: take file")]
    [InlineData("{ \"search\": { \"accounts\": \"0-127/256\" } }", "search.accounts = 0-127/256: write all")]
    [InlineData("{ \"database\": { \"url\": \"postgres://db/mail\" }, \"search\": { \"accounts\": \"0-127/256\" } }", "search.accounts = 0-127/256: write all")]
    [InlineData("{ \"database\": { \"url\": \"postgres://db/mail\" }, \"search\": { \"store\": \"file\", \"accounts\": \"7-3/256\" } }", "search.accounts = 7-3/256: write all, or a share")]
    public void What_is_wrong_in_the_file_is_said(string json, string expected)
    {
        using var folder = new ConfigurationFolder(json);

        Assert.Contains(folder.Load().Problems, problem => problem.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_share_of_the_accounts_is_taken_where_nodes_have_files()
    {
        using var folder = new ConfigurationFolder("""
            { "database": { "url": "postgres://db/mail" }, "search": { "store": "file", "accounts": "0-127/256" } }
            """);

        Assert.Empty(folder.Load().Problems);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_problem_only_when_it_was_named()
    {
        using var folder = new ConfigurationFolder();

        Assert.Equal("--config = no.json: there is no such file", Assert.Single(folder.Load("no.json", []).Problems).ToString());
        Assert.Empty(folder.Load().Problems);
    }
}
