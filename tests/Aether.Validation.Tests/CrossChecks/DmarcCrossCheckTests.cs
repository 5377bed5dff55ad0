using System.Text.Json;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using Aether.Validation.Authors;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Domains;
using Aether.Validation.Spf;

namespace Aether.Validation.Tests.CrossChecks;

/// <summary>Our verdicts beside those of OpenDMARC's library (Debian's libopendmarc2), which knows RFC 7489, on authors, records and results put together at random.</summary>
/// <remarks>
/// Left out of the cases is what RFC 7489 does not know (np, t, psd and the tree walk), what it leaves open (a look-up that failed is no conclusion here and a
/// fail there), and where the library errs: it knows one signature of several, and takes a signer that is a public suffix for the author's relative. One class of
/// differences is counted: in strict mode it takes names below the author's for his (RFC 7489 §3.1 wants the same name).
/// </remarks>
public sealed class DmarcCrossCheckTests : IDisposable
{
    private const int Cases = 2000;
    private static readonly string[] Domains = ["example.com", "sub.example.com", "a.b.example.com", "example.co.uk", "mail.example.co.uk", "example.org", "example.com.evil.org", "notexample.com"];
    private static readonly string[] Policies = ["none", "quarantine", "reject"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Verdicts_are_theirs()
    {
        var random = new Random(11);
        var cases = new List<object>();
        var ours = new List<string>();
        var known = new HashSet<int>();
        for (int i = 0; i < Cases; i++)
        {
            string author = Pick(random, Domains[..6]);
            string place = random.Next(2) == 0 || !PublicSuffixList.Shipped.TryGetRegistered(author, out var registered) ? author : registered;
            string record = random.Next(10) == 0 ? "" : Record(random);
            var (spf, spfDomain) = (Pick(random, ["none", "pass", "fail"]), Pick(random, Domains));
            (string Domain, string Result)[] dkim = [.. Enumerable.Range(0, random.Next(2)).Select(_ => (Pick(random, Domains), Pick(random, ["pass", "fail"])))];
            cases.Add(new { author, place, record, spf, spfDomain, dkim = dkim.Select(signature => new { domain = signature.Domain, result = signature.Result }) });
            if ((record.Contains("aspf=s", StringComparison.Ordinal) && spf == "pass" && IsBelow(spfDomain, author)) || (record.Contains("adkim=s", StringComparison.Ordinal) && dkim.Any(signature => signature.Result == "pass" && IsBelow(signature.Domain, author))))
                known.Add(i);
            ours.Add(await JudgeAsync(author, place, record, (spf, spfDomain), dkim));
        }

        await File.WriteAllTextAsync(folder.File("cases.json"), JsonSerializer.Serialize(cases));
        await File.WriteAllTextAsync(folder.File("suffixes.dat"), "com\norg\nuk\nco.uk\n");
        var theirs = (await CommandLine.SucceedAsync("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "CrossChecks/dmarc_check.py"), folder.File("cases.json"), folder.File("suffixes.dat")])).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Cases, theirs.Length);
        var different = Enumerable.Range(0, Cases).Where(i => theirs[i] != ours[i] && !(known.Contains(i) && theirs[i] == "pass")).Select(i => $"ours {ours[i]}, theirs {theirs[i]}: {JsonSerializer.Serialize(cases[i])}").ToList();
        Assert.True(different.Count == 0, $"{different.Count}:\n{string.Join('\n', different.Take(8))}");
        Assert.InRange(Enumerable.Range(0, Cases).Count(i => theirs[i] != ours[i]), 1, Cases / 20);
        Assert.Equal(["absent", "none", "pass", "quarantine", "reject"], ours.Distinct().Order());
    }

    private static async Task<string> JudgeAsync(string author, string place, string record, (string Result, string Domain) spf, (string Domain, string Result)[] dkim)
    {
        var dns = new TableResolver();
        if (record.Length > 0)
            dns.Text("_dmarc." + place, record);
        var outcome = await new DmarcChecker(dns, DmarcMode.PublicSuffix, PublicSuffixList.Shipped).CheckAsync(
            new AuthorFinding(author, null),
            new SpfOutcome(spf.Result switch { "pass" => SpfResult.Pass, "fail" => SpfResult.Fail, _ => SpfResult.None }, SpfIdentity.MailFrom, spf.Domain),
            [.. dkim.Select(signature => new DkimOutcome(signature.Result == "pass" ? DkimResult.Pass : DkimResult.Fail, signature.Domain, "s", "", "", ""))],
            TestContext.Current.CancellationToken);
        return outcome.Result switch
        {
            DmarcResult.None => "absent",
            DmarcResult.Pass => "pass",
            DmarcResult.Fail => DmarcOutcome.NameOf(outcome.Requested),
            _ => $"{outcome.Result}",
        };
    }

    private static bool IsBelow(string name, string author) => name != author && DomainName.IsWithin(name, author);

    private static string Record(Random random)
    {
        string record = $"v=DMARC1; p={Pick(random, Policies)}";
        if (random.Next(2) == 0)
            record += $"; sp={Pick(random, Policies)}";
        if (random.Next(2) == 0)
            record += $"; adkim={Pick(random, ["r", "s"])}";
        if (random.Next(2) == 0)
            record += $"; aspf={Pick(random, ["r", "s"])}";
        if (random.Next(3) == 0)
            record += "; pct=50; rua=mailto:a@example.com!10m";
        return record;
    }

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
