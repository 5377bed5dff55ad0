using System.Text;
using System.Text.Json;
using Aether.Validation.Arc;
using Aether.Validation.Dkim;
using Aether.Validation.Messages;
using Aether.Validation.Tests.Dkim;

namespace Aether.Validation.Tests.Arc;

/// <summary>The validation cases of the ARC test suite; its source and licence stand beside it.</summary>
public class ArcVectorTests
{
    private static readonly Lazy<JsonElement[]> Suites = new(() => [.. JsonDocument.Parse(Samples.File("arc/arc-validation-tests.json")).RootElement.EnumerateArray()]);

    /// <summary>Where RFC 8617 decides: the suite was made for its drafts, and leaves three results empty.</summary>
    private static readonly Dictionary<string, string> Decided = new()
    {
        ["Chain Validation/cv_fail_i1_as_cv_fail"] = "fail", // empty in the suite; RFC 8617 §5.2 step 2: cv=fail ends it
        ["Chain Validation/cv_fail_i2_as2_fail"] = "fail", // as above
        ["Chain Validation/cv_fail_i2_as1_fail"] = "fail", // empty in the suite; §5.2 step 3: behind the first, only cv=pass
        ["Arc Message Signature Fields/ams_fields_c_na"] = "fail", // signed as relaxed; §4.1.2 takes the default of RFC 6376 §3.5, which is simple/simple
        ["Arc Message Signature Fields/ams_fields_h_empty"] = "fail", // RFC 6376 §3.5 and §5.4: h= has names, and From among them
    };

    private static IEnumerable<(string Name, JsonElement Test, JsonElement Zone)> All =>
        from suite in Suites.Value
        from test in suite.GetProperty("tests").EnumerateObject()
        select ($"{suite.GetProperty("description").GetString()}/{test.Name}", test.Value, suite.GetProperty("txt-records"));

    public static TheoryData<string> Names => [.. All.Select(vector => vector.Name)];

    [Fact]
    public void The_suite_is_whole() => Assert.Equal(171, All.Count());

    [Theory, MemberData(nameof(Names))]
    public async Task The_chain_is_worth_what_the_suite_says(string name)
    {
        var (_, test, zone) = All.Single(vector => vector.Name == name);
        var dns = new TableResolver();
        if (zone.ValueKind is JsonValueKind.Object)
        {
            foreach (var record in zone.EnumerateObject())
                dns.Text(record.Name, record.Value.GetString()!.ReplaceLineEndings("").Trim());
        }

        var expected = Decided.GetValueOrDefault(name) ?? test.GetProperty("cv").GetString()!.ToLowerInvariant();
        Assert.Equal(expected, ArcOutcome.NameOf((await VerifyAsync(test.GetProperty("message").GetString()!.ReplaceLineEndings("\r\n"), dns)).Result));
    }

    internal static async Task<ArcOutcome> VerifyAsync(string message, TableResolver dns)
    {
        using var bodies = new BodyHashes();
        var verification = new ArcVerification(Samples.Header(message), bodies, new DkimLimits());
        bodies.Append(Encoding.Latin1.GetBytes(Samples.Split(message).Body));
        return await verification.CompleteAsync(dns, TestContext.Current.CancellationToken);
    }
}
