using System.Text.RegularExpressions;

namespace Aether.Architecture.Tests;

/// <summary>
/// Case A02 (CVE-2026-27856): what somebody claims to know is compared with what we know in fixed time, or it could be found out letter by letter. Each comparison of
/// something that is called like a secret is by <c>CryptographicOperations.FixedTimeEquals</c>, or stands here with the reason why it need not be.
/// </summary>
public sealed partial class SecretComparisonTests
{
    private static readonly string[] Folders = ["src/Security/Aether.Identity", "src/Security/Aether.Tls", "src/Admin", "src/Foundation/Aether.Protocol/Sasl", "src/Processing/Aether.Storage/Logins", "src/Processing/Aether.Storage/Grants", "src/Processing/Aether.Storage/UrlKeys"];

    /// <summary>The end of a file's path, what is compared in it, and why nobody learns anything from how long it takes.</summary>
    private static readonly (string File, string Comparison, string Reason)[] Open =
    [
        ("Passwords/ScramRecord.cs", "Salt.AsSpan().SequenceEqual(other.Salt)", "a salt is told to everybody"),
        ("Logins/CredentialCache.cs", "secret.Stored == entry.Records", "both are our own, and nobody sent either"),
        ("Logins/RepeatedFailures.cs", "entry.Account == MacOf(known)", "both are our own, and nobody sent either"),
        ("Sasl/ScramExchange.cs", "final.Nonce == nonce", "the nonce was told to the client before"),
        ("Passwords/PasswordPolicy.cs", "left == password", "the user's own new password, beside what is left of it"),
        ("Web/AccountEndpoints.cs", "form[\"new\"] != form[\"again\"]", "the user has sent both"),
        ("Web/AccountPage.cs", "state.Codes == 1", "how many codes are left, told to their owner"),
        ("Certificates/CertificateSource.cs", "Stamps().SequenceEqual(stamps)", "times of files"),
        ("Acme/AcmeHello.cs", "name.SequenceEqual(\"acme-tls/1\"u8)", "the name of a protocol"),
        ("Dane/PinnedKeys.cs", "RawData.AsSpan().SequenceEqual(leaf.IssuerName.RawData)", "what stands in a certificate"),
    ];

    [Fact]
    public void What_is_called_like_a_secret_is_compared_in_fixed_time() => Assert.Empty(Suspects()
        .Where(static one => !Array.Exists(Open, open => IsAt(one, open.File, open.Comparison)))
        .Select(static one => $"{one.Path}:{one.Number}: {one.Line}"));

    [Fact]
    public void Each_reason_stands_beside_a_comparison_that_is_there() => Assert.All(Open, open =>
    {
        Assert.NotEmpty(open.Reason);
        Assert.Contains(Suspects(), one => IsAt(one, open.File, open.Comparison));
    });

    [Theory]
    [InlineData("if (form.Secret == row.Secret)", true)]
    [InlineData("return token != expected;", true)]
    [InlineData("proof.SequenceEqual(known)", true)]
    [InlineData("string.Equals(given, password)", true)]
    [InlineData("given.Equals(storedHash, StringComparison.Ordinal)", true)]
    [InlineData("code.Equals(other)", true)]
    [InlineData("if (token.Length == 0)", false)]
    [InlineData("CryptographicOperations.FixedTimeEquals(mac, MacOf(id))", false)]
    [InlineData("if (name == other)", false)]
    public void The_rule_itself_sees_what_it_should(string line, bool isSuspect) => Assert.Equal(isSuspect, IsSuspect(line));

    private static IEnumerable<(string Path, string Line, int Number)> Suspects() => Folders.SelectMany(Repository.SourceFiles)
        .SelectMany(static path => Repository.Read(path).Split('\n').Select((line, i) => (Path: path, Line: line.Trim(), Number: i + 1)))
        .Where(static one => !one.Line.StartsWith("//", StringComparison.Ordinal) && IsSuspect(one.Line));

    private static bool IsAt((string Path, string Line, int Number) one, string file, string comparison) =>
        one.Path.EndsWith(file, StringComparison.Ordinal) && one.Line.Contains(comparison, StringComparison.Ordinal);

    private static bool IsSuspect(string line) =>
        line.Contains("SequenceEqual(", StringComparison.Ordinal)
        || Equality().Matches(line).Any(static match => IsSecret(match.Groups["left"].Value) || IsSecret(match.Groups["right"].Value))
        || Call().Matches(line).Any(static match => IsSecret(match.Groups["left"].Value) || match.Groups["right"].Value.Split(',').Any(static one => IsSecret(one.Trim())));

    private static bool IsSecret(string operand) => SecretName().IsMatch(operand);

    [GeneratedRegex("""(?<left>[\w.]+(\([^()]*\)|\["[^"]*"\])?)\s*(==|!=)\s*(?<right>[\w.]+(\([^()]*\)|\["[^"]*"\])?)""")]
    private static partial Regex Equality();

    [GeneratedRegex("""(?<left>[\w.]+)\.Equals\((?<right>[^()]*)\)""")]
    private static partial Regex Call();

    /// <summary>The last word of an operand; what comes behind it in brackets belongs to it.</summary>
    [GeneratedRegex("""(?i)(secret|password|proof|mac|macof|digest|hash|token|signature|verifier|code|nonce|stored|records|sealed|new|again)s?(\([^()]*\)|"\])?$""")]
    private static partial Regex SecretName();
}
