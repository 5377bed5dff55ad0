using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using Aether.Validation.Arc;
using Aether.Validation.Dkim;
using Aether.Validation.Tests.Arc;
using Aether.Validation.Tests.Dkim;

namespace Aether.Validation.Tests.CrossChecks;

/// <summary>Our verdicts beside those of dkimpy (Debian's python3-dkim) and OpenDKIM, on messages of either side, changed on their way or not.</summary>
public sealed class DkimCrossCheckTests : IDisposable
{
    private const int Messages = 500;
    private readonly TemporaryFolder folder = new();
    private readonly TableResolver dns = new();
    private readonly Dictionary<string, string> zone = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_we_sign_they_judge_as_we_do()
    {
        using var rsa = NewKey(DkimAlgorithm.RsaSha256, "r");
        using var ed25519 = NewKey(DkimAlgorithm.Ed25519Sha256, "e");
        var mail = new GeneratedMail(1);
        for (int i = 0; i < Messages; i++)
            Write(i, "eml", mail.Changed(Samples.Sign(mail.Message("ours.test"), i % 2 == 0 ? rsa : ed25519)));
        await CompareAsync(leastPasses: 150);
    }

    [Fact]
    public async Task What_they_sign_we_judge_as_they_do()
    {
        using var rsa = RSA.Create(2048);
        var seed = DkimSigningKey.NewSecret(DkimAlgorithm.Ed25519Sha256);
        using var ed25519 = new DkimSigningKey("theirs.test", "ed25519", DkimAlgorithm.Ed25519Sha256, seed);
        await File.WriteAllTextAsync(folder.File("rsa.pem"), rsa.ExportRSAPrivateKeyPem());
        await File.WriteAllTextAsync(folder.File("ed25519.key"), Convert.ToBase64String(seed));
        Publish("rsa._domainkey.theirs.test", "v=DKIM1; k=rsa; p=" + Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()));
        Publish(ed25519.RecordName, ed25519.RecordText());
        var mail = new GeneratedMail(2);
        for (int i = 0; i < Messages; i++)
            Write(i, "msg", mail.Message("theirs.test"));
        await RunAsync("sign");
        foreach (var path in Directory.GetFiles(folder.Path, "*.eml"))
            await File.WriteAllTextAsync(path, mail.Changed(await File.ReadAllTextAsync(path, Encoding.Latin1)), Encoding.Latin1);
        await CompareAsync(leastPasses: 150);
    }

    [Fact] // RFC 8617
    public async Task Chains_we_seal_are_worth_to_them_what_they_are_to_us()
    {
        using var key = NewKey(DkimAlgorithm.RsaSha256, "a");
        var mail = new GeneratedMail(3);
        for (int i = 0; i < 60; i++)
        {
            var message = mail.Message("ours.test");
            for (int hop = 0; hop <= i % 3; hop++)
            {
                var chain = await ArcVectorTests.VerifyAsync(message, dns);
                message = ArcSealer.Seal(Samples.Header(message), Samples.BodyHash(message), "ours.test; dmarc=pass", chain, key, Samples.Now) + message;
            }

            Write(i, "eml", mail.Changed(message));
        }

        var theirs = await RunAsync("arc");
        foreach (var (name, verdict) in theirs)
            Assert.Equal((name, verdict), (name, ArcOutcome.NameOf((await ArcVectorTests.VerifyAsync(await ReadAsync(name), dns)).Result)));
        Assert.InRange(theirs.Count(verdict => verdict.Value == "pass"), 15, 59);
    }

    private async Task CompareAsync(int leastPasses)
    {
        var theirs = await RunAsync("verify");
        Assert.Equal(Messages, theirs.Count);
        foreach (var (name, verdict) in theirs)
        {
            var ours = Assert.Single(await Samples.VerifyAsync(await ReadAsync(name), dns, now: TimeProvider.System.GetUtcNow()));
            Assert.Equal((name, verdict), (name, ours.Result is DkimResult.Pass ? "pass" : "fail"));
        }

        Assert.InRange(theirs.Count(verdict => verdict.Value == "pass"), leastPasses, Messages - 100);

        // OpenDKIM reads files as a milter is told of a message, without the white space behind colons: it can't judge the simple form of headers.
        var judged = new Dictionary<string, string>();
        foreach (var (name, verdict) in theirs)
        {
            if ((await ReadAsync(name)).Contains("c=relaxed/", StringComparison.Ordinal))
                judged.Add(name, verdict);
        }

        Assert.InRange(judged.Count, Messages / 2 - 50, Messages);
        var third = await AskOpenDkimAsync([.. judged.Keys]);
        Assert.Empty(judged.Where(verdict => third[verdict.Key] != verdict.Value).Select(verdict => $"{verdict.Key}: dkimpy {verdict.Value}, OpenDKIM {third[verdict.Key]}"));
    }

    /// <summary>OpenDKIM says for each message whether it verifies, with keys from a file.</summary>
    private async Task<Dictionary<string, string>> AskOpenDkimAsync(string[] names)
    {
        await File.WriteAllLinesAsync(folder.File("keys"), zone.Select(record => $"{record.Key} {record.Value}"));
        await File.WriteAllTextAsync(folder.File("opendkim.conf"), $"Mode v\nTestPublicKeys {folder.File("keys")}\nSyslog no\nRequireSafeKeys no\n");
        var verdicts = new Dictionary<string, string>();
        foreach (var some in names.Chunk(100))
        {
            var (_, output) = await CommandLine.RunAsync("opendkim", ["-x", folder.File("opendkim.conf"), "-t", string.Join(',', some.Select(name => folder.File(name + ".eml")))]);
            foreach (string line in output.Split('\n').Where(line => line.Contains(".eml: ", StringComparison.Ordinal)))
                verdicts[Path.GetFileNameWithoutExtension(line[..(line.IndexOf(".eml: ", StringComparison.Ordinal) + 4)].Split(' ')[^1])] = line.EndsWith("succeeded", StringComparison.Ordinal) ? "pass" : "fail";
        }

        return verdicts;
    }

    private async Task<Dictionary<string, string>> RunAsync(string verb)
    {
        await File.WriteAllTextAsync(folder.File("zone.json"), JsonSerializer.Serialize(zone));
        var output = await CommandLine.SucceedAsync("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "CrossChecks/dkim_check.py"), verb, folder.Path]);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => parts[1]);
    }

    private DkimSigningKey NewKey(DkimAlgorithm algorithm, string selector)
    {
        var key = new DkimSigningKey("ours.test", selector, algorithm, DkimSigningKey.NewSecret(algorithm));
        Publish(key.RecordName, key.RecordText());
        return key;
    }

    private void Publish(string name, string text)
    {
        zone.Add(name, text);
        dns.Text(name, text);
    }

    private void Write(int number, string kind, string message) => File.WriteAllText(folder.File($"{number:0000}.{kind}"), message, Encoding.Latin1);

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(folder.File(name + ".eml"), Encoding.Latin1);
}
