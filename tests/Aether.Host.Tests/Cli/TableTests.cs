using System.Globalization;
using Aether.Host.Cli;

namespace Aether.Host.Tests.Cli;

public class TableTests
{
    [Fact]
    public async Task A_long_list_is_printed_before_it_ends_and_a_wide_row_late_spoils_nothing()
    {
        await using var text = new StringWriter(CultureInfo.InvariantCulture);
        string printed = "";
        await Table.WriteAsync(text, ["A", "B"], RowsAsync(), default);

        string[] lines = text.ToString().Split('\n');
        Assert.Equal(["A    B", "0    x"], lines[..2]);
        Assert.Equal(["999  x", "a very wide one  y\\u001b", ""], lines[^3..]);
        Assert.Contains("499  x\n", printed, StringComparison.Ordinal);

        async IAsyncEnumerable<string[]> RowsAsync()
        {
            for (int i = 0; i < 1000; i++)
                yield return [$"{i}", "x"];
            await Task.Yield();
            printed = text.ToString();
            yield return ["a very wide one", "y\u001b"];
        }
    }

    [Fact]
    public async Task A_list_of_nothing_has_its_headers()
    {
        await using var text = new StringWriter(CultureInfo.InvariantCulture);
        await Table.WriteAsync(text, ["A", "B"], AsyncEnumerable.Empty<string[]>(), default);
        Assert.Equal("A  B\n", text.ToString());
    }
}
