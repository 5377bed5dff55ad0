using System.Net;
using System.Text.Json;
using Aether.Validation.Spf;

namespace Aether.Validation.Tests.Spf;

/// <summary>All cases of the openspf suite. RFC 7208.</summary>
public class SpfVectorTests
{
    public static TheoryData<string> Names => [.. SpfVectors.All.Select(vector => vector.Name)];

    [Fact]
    public void The_suite_is_whole() => Assert.Equal(203, SpfVectors.All.Count());

    [Theory, MemberData(nameof(Names))]
    public async Task The_result_is_that_of_the_suite(string name)
    {
        var (_, test, zone) = SpfVectors.All.Single(vector => vector.Name == name);
        var checker = new SpfChecker(SpfVectors.Resolver(zone), new SpfLimits(), TimeProvider.System);
        var request = new SpfRequest(IPAddress.Parse(test.GetProperty("host").GetString()!), test.GetProperty("helo").GetString()!, test.GetProperty("mailfrom").GetString()!, "receiver.example");

        var outcome = await checker.CheckAsync(request, SpfIdentity.MailFrom, TestContext.Current.CancellationToken);

        var expected = test.GetProperty("result");
        string[] allowed = expected.ValueKind is JsonValueKind.Array ? [.. expected.EnumerateArray().Select(result => result.GetString()!)] : [expected.GetString()!];
        Assert.Contains(ReceivedSpf.NameOf(outcome.Result), allowed);
        if (test.TryGetProperty("explanation", out var explanation))
            Assert.Equal(explanation.GetString(), outcome.Explanation ?? "DEFAULT");
    }
}
