using System.Text;
using Aether.Monitoring.Logs;

namespace Aether.Host.Cli;

/// <summary>Lines up columns for people; what strangers chose can't steer the terminal.</summary>
internal static class Table
{
    /// <summary>Rows of a long list that decide how wide its columns are.</summary>
    private const int Judged = 500;

    public static string Format(string[] headers, IEnumerable<string[]> rows)
    {
        var all = rows.Select(Safe).Prepend(headers).ToList();
        int[] widths = Widths(all);
        var text = new StringBuilder();
        foreach (string[] row in all)
            AppendLine(text, row, widths);
        return text.ToString();
    }

    /// <summary>Prints a list of any length as it comes; the columns fit its beginning.</summary>
    public static async Task WriteAsync(TextWriter output, string[] headers, IAsyncEnumerable<string[]> rows, CancellationToken ct)
    {
        List<string[]> first = [headers];
        int[]? widths = null;
        var text = new StringBuilder();
        await foreach (string[] row in rows.WithCancellation(ct))
        {
            if (widths is null)
                first.Add(Safe(row));
            else
                AppendLine(text, Safe(row), widths);
            if (first.Count > Judged)
                await BeginAsync();
            else if (widths is not null)
                await WriteTextAsync();
        }

        if (widths is null)
            await BeginAsync();

        async Task BeginAsync()
        {
            widths = Widths(first);
            foreach (string[] row in first)
                AppendLine(text, row, widths);
            first.Clear();
            await WriteTextAsync();
        }

        async Task WriteTextAsync()
        {
            await output.WriteAsync(text, ct);
            text.Clear();
        }
    }

    private static string[] Safe(string[] row) => [.. row.Select(LogText.Escape)];

    private static int[] Widths(List<string[]> rows) => [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];

    private static void AppendLine(StringBuilder text, string[] row, int[] widths)
    {
        for (int column = 0; column < row.Length; column++)
            text.Append(column == row.Length - 1 ? row[column] : row[column].PadRight(widths[column]) + "  ");
        text.Append('\n');
    }
}
