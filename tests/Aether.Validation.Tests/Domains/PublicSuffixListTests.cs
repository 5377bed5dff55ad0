using System.Text.RegularExpressions;
using Aether.Validation.Domains;

namespace Aether.Validation.Tests.Domains;

public partial class PublicSuffixListTests
{
    /// <summary>Both published test lists; their source stands beside them.</summary>
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var line in File.ReadLines(PathOf("tests.txt")).Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)))
                cases.Add(line.Split(' ')[0], line.Split(' ')[1]);
            foreach (var line in File.ReadLines(PathOf("test_psl.txt")).Where(line => line.StartsWith("checkPublicSuffix", StringComparison.Ordinal)))
                cases.Add(Argument().Matches(line)[0].Groups[1].Value, Argument().Matches(line)[1].Groups[1].Value);
            return cases;
        }
    }

    [Fact] // four more lines of each are commented out at their source
    public void The_lists_are_whole() => Assert.Equal(78 + 78, Cases.Count);

    [Theory, MemberData(nameof(Cases))]
    public void What_is_registered_is_what_the_list_says(string name, string expected)
    {
        bool found = DomainName.TryNormalize(name is "null" ? null : name, out var normalized) & normalized is not null;
        string? registered = null;
        found = found && PublicSuffixList.Shipped.TryGetRegistered(normalized!, out registered);
        Assert.Equal(expected is "null" ? null : Normal(expected), found ? registered : null);
    }

    [Fact]
    public void A_list_of_ones_own_takes_its_place()
    {
        var list = PublicSuffixList.Read(new StringReader("// mine\n\ntest\n*.wild.test // all\n!not.wild.test\n"));
        Assert.Equal(3, list.Count);
        Assert.Equal("a.wild.test", list.SuffixOf("b.a.wild.test"));
        Assert.Equal("wild.test", list.SuffixOf("x.not.wild.test"));
        Assert.Equal("unlisted", list.SuffixOf("a.b.unlisted"));
    }

    private static string Normal(string name) => DomainName.TryNormalize(name, out var normalized) ? normalized : name;

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Vectors/psl", name);

    [GeneratedRegex("'?([^',() ]+)'?(?=[,)])")]
    private static partial Regex Argument();
}
