using System.Text;
using Aether.Monitoring.Logs;

namespace Aether.Host.Cli;

/// <summary>Lines up columns for people; what strangers chose can't steer the terminal.</summary>
internal static class Table
{
    public static string Format(string[] headers, IEnumerable<string[]> rows)
    {
        var all = rows.Select(row => row.Select(LogText.Escape).ToArray()).Prepend(headers).ToList();
        int[] widths = [.. headers.Select((_, column) => all.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in all)
        {
            for (int column = 0; column < row.Length; column++)
                text.Append(column == row.Length - 1 ? row[column] : row[column].PadRight(widths[column] + 2));
            text.Append('\n');
        }

        return text.ToString();
    }
}
