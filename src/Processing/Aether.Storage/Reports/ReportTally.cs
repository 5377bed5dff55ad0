using System.Security.Cryptography;
using System.Text;

namespace Aether.Storage.Reports;

/// <summary>Something that was seen so many times on a day, and is told to a domain.</summary>
/// <param name="Domain">Who gets to know it: lower case, A-labels.</param>
/// <param name="Day">In UTC, counted from 1970-01-01.</param>
/// <param name="Detail">What was seen; the same text is the same thing.</param>
public sealed record ReportTally(ReportKind Kind, string Domain, int Day, string Detail, long Count)
{
    /// <summary>Stands for the detail in keys, which may not be as long as that.</summary>
    internal string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Detail)).AsSpan(0, 16));

    public static int DayOf(DateTimeOffset time) => (int)(time.ToUnixTimeSeconds() / 86_400);

    public static DateTimeOffset StartOf(int day) => DateTimeOffset.FromUnixTimeSeconds(day * 86_400L);
}
