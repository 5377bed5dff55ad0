using System.Globalization;
using System.Text.RegularExpressions;

namespace Aether.Architecture.Tests;

public partial class RfcIndexTests
{
    [Fact]
    public void Every_rfc_that_is_supported_is_cited_in_source()
    {
        var cited = Repository.SourceFiles("src").SelectMany(path => Citation().Matches(Repository.Read(path))).Select(match => match.Groups["number"].Value).ToHashSet();

        Assert.Empty(Rows().Where(row => row.Support is "yes" or "partial" && !cited.Contains(row.Number)).Select(row => $"RFC {row.Number} is marked {row.Support}, and no source cites it."));
    }

    [Fact]
    public void The_index_is_ordered_and_well_formed()
    {
        var rows = Rows().ToList();

        Assert.True(rows.Count > 20);
        Assert.All(rows, row => Assert.Contains(row.Support, (string[])["yes", "partial", "no"]));
        Assert.Equal(rows.Select(NumberOf).Order(), rows.Select(NumberOf));
    }

    private static int NumberOf((string Number, string Support) row) => int.Parse(row.Number, CultureInfo.InvariantCulture);

    private static IEnumerable<(string Number, string Support)> Rows() =>
        Row().Matches(Repository.Read("docs/rfc-index.md")).Select(match => (match.Groups["number"].Value, match.Groups["support"].Value));

    [GeneratedRegex(@"RFC (?<number>\d{3,5})")]
    private static partial Regex Citation();

    [GeneratedRegex(@"^\| (?<number>\d{3,5}) \|[^|]*\| (?<support>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
