using System.Text.RegularExpressions;

namespace Aether.Architecture.Tests;

public partial class FolderTests
{
    /// <summary>Circles that stand for now; each wants a wall moved, none may be added.</summary>
    private static readonly string[] Known =
    [
    ];

    [Fact]
    public void Folders_of_a_project_do_not_run_in_circles()
    {
        var circles = Repository.SourceFiles("src")
            .GroupBy(ProjectOf)
            .SelectMany(project => Circles(project.Key, [.. project]))
            .Except(Known);

        Assert.Empty(circles);
    }

    /// <summary>Pairs of folders, neither inside the other, whose files name each other's namespace.</summary>
    private static IEnumerable<string> Circles(string project, IReadOnlyList<string> files)
    {
        var uses = new HashSet<(string From, string To)>();
        foreach (string path in files)
        {
            string from = NamespaceOf().Match(Repository.Read(path)).Groups["name"].Value;
            foreach (Match use in Using().Matches(Repository.Read(path)))
            {
                if (use.Groups["name"].Value.StartsWith(project + ".", StringComparison.Ordinal))
                    uses.Add((from, use.Groups["name"].Value));
            }
        }

        return uses.Where(use => string.CompareOrdinal(use.From, use.To) < 0 && uses.Contains((use.To, use.From))).Select(use => $"{use.From} <-> {use.To}");
    }

    private static string ProjectOf(string path) => path.Split('/').First(part => part.StartsWith("Aether.", StringComparison.Ordinal));

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceOf();

    [GeneratedRegex(@"^using\s+(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
