using System.Net;
using Aether.Configuration.Schema;
using Aether.Dns.Resolving;
using Aether.Host.Composition;

namespace Aether.Host.Tests.Composition;

public class ResolverChecksTests
{
    [Theory]
    [InlineData("127.0.0.1:53", true, "Validates", true)]
    [InlineData("127.0.0.1:53", true, "Answers", false)]
    [InlineData("127.0.0.1:53", true, "Silent", false)]
    [InlineData("192.0.2.1:53", true, "Validates", false)] // its AD bit can be forged on the way: RFC 4035 §4.9.3
    [InlineData("192.0.2.1:53", false, "Validates", true)]
    [InlineData("192.0.2.1:53", false, "Answers", true)]
    [InlineData("192.0.2.1:53", false, "Silent", false)]
    public void What_is_believed_must_be_worth_it(string address, bool marked, string state, bool isWell) =>
        Assert.Equal(isWell, ResolverChecks.Find(new ResolverSettings { Address = IPEndPoint.Parse(address), Validating = marked }, Enum.Parse<ResolverState>(state)).IsWell);
}
