using System.Net;
using System.Text.Json;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using Aether.Validation.Spf;

namespace Aether.Validation.Tests.CrossChecks;

/// <summary>Our results beside those of pyspf (Debian's python3-spf), on policies put together at random.</summary>
/// <remarks>
/// Three differences are known and kept out of the policies. pyspf takes an unknown modifier that stands twice for an error; RFC 7208 §6
/// says that of redirect and exp alone. And it counts an exchanger without an address of the client's family as a look-up that found
/// nothing; §4.6.4 speaks of terms, and of a term with exchangers we count the look-up of these. And it refuses a record that includes
/// itself behind a term that has matched; §4.6.2 ends at the match.
/// </remarks>
public sealed class SpfCrossCheckTests : IDisposable
{
    private const int Cases = 1000;
    private static readonly string[] Terms =
    [
        "ip4:192.0.2.1", "-ip4:192.0.2.0/24", "~ip4:198.51.100.0/25", "?ip6:2001:db8::/32", "a", "-a:host.test", "a:host.test/24//64", "mx", "~mx:other.test", "include:other.test", "-include:third.test",
        "exists:%{ir}.list.test", "exists:%{l}.%{d2}", "-exists:%{h}", "ip4:300.1.2.3", "a:", "bogus", "unknown*=%{l}", "ip4:192.0.2.1/33", "include:none.test", "-all", "~all", "?all", "+all",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Results_are_theirs()
    {
        var random = new Random(7);
        var cases = new List<object>();
        var ours = new List<string>();
        for (int i = 0; i < Cases; i++)
        {
            var zone = new Dictionary<string, List<object[]>>();
            var table = new TableResolver();
            foreach (var name in (string[])["example.test", "other.test", "third.test"])
                Text(name, "v=spf1" + string.Concat(Enumerable.Range(0, random.Next(5)).Select(n => " " + Terms[random.Next(Terms.Length)].Replace("*", $"{n}", StringComparison.Ordinal).Replace("include:" + name, "all", StringComparison.Ordinal))) + (random.Next(6) == 0 ? " redirect=other.test" : ""));
            Address("host.test", "192.0.2.9");
            Address("example.test", "192.0.2.1");
            Address("1.2.0.192.list.test", "127.0.0.2");
            Address("mx.test", "198.51.100.7");
            Address("mx.test", "2001:db8::7");
            Mx("example.test", "mx.test");
            Mx("other.test", "mx.test");
            var client = ((string[])["192.0.2.1", "192.0.2.200", "198.51.100.7", "203.0.113.5", "2001:db8::5"])[random.Next(5)];
            cases.Add(new { zone, client, sender = "joe@example.test", helo = "mx.test" });
            var outcome = await new SpfChecker(table, new SpfLimits(), TimeProvider.System).CheckAsync(
                new SpfRequest(IPAddress.Parse(client), "mx.test", "joe@example.test", "here.test"), SpfIdentity.MailFrom, TestContext.Current.CancellationToken);
            ours.Add(ReceivedSpf.NameOf(outcome.Result));

            void Text(string name, string text)
            {
                Entry(name).Add(["TXT", text]);
                table.Text(name, text);
            }

            void Address(string name, string address)
            {
                Entry(name).Add([address.Contains(':', StringComparison.Ordinal) ? "AAAA" : "A", address]);
                table.Address(name, address);
            }

            void Mx(string name, string host)
            {
                Entry(name).Add(["MX", new object[] { 10, host }]);
                table.Mx(name, 10, host);
            }

            List<object[]> Entry(string name) => zone.TryGetValue(name, out var entry) ? entry : zone[name] = [];
        }

        await File.WriteAllTextAsync(folder.File("cases.json"), JsonSerializer.Serialize(cases));
        var theirs = (await CommandLine.SucceedAsync("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "CrossChecks/spf_check.py"), folder.File("cases.json")])).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Cases, theirs.Length);
        var different = Enumerable.Range(0, Cases).Where(i => theirs[i] != ours[i]).Select(i => $"ours {ours[i]}, theirs {theirs[i]}: {JsonSerializer.Serialize(cases[i])}").ToList();
        Assert.True(different.Count == 0, string.Join('\n', different.Take(5)));
        Assert.True(theirs.Distinct().Count() >= 5);
    }
}
