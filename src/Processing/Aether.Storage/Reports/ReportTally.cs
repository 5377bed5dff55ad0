using System.Security.Cryptography;
using System.Text;

namespace Aether.Storage.Reports;

/// <summary>Something that was seen so many times on a day, and is told to a domain.</summary>
/// <param name="Domain">Who gets to know it: lower case, A-labels.</param>
/// <param name="Day">In UTC, counted from 1970-01-01; failures are put together by a shorter time than a day, see <see cref="PeriodOf"/>.</param>
/// <param name="Detail">What was seen; the same text is the same thing.</param>
public sealed record ReportTally(ReportKind Kind, string Domain, int Day, string Detail, long Count)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);

    /// <summary>What makes it the same thing as another, of which the first detail is kept; null: the detail itself.</summary>
    public string? Incident { get; init; }

    /// <summary>Stands for the detail in keys, which may not be as long as that.</summary>
    internal string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Incident ?? Detail)).AsSpan(0, 16));

    /// <summary>How long things are put together before they are told. RFC 9991 §2: of failures a domain hears soon.</summary>
    public static TimeSpan PeriodOf(ReportKind kind) => kind is ReportKind.Failure ? Soon : TimeSpan.FromDays(1);

    public static int DayOf(ReportKind kind, DateTimeOffset time) => (int)(time.ToUnixTimeSeconds() / (long)PeriodOf(kind).TotalSeconds);

    public static DateTimeOffset StartOf(ReportKind kind, int day) => DateTimeOffset.FromUnixTimeSeconds(day * (long)PeriodOf(kind).TotalSeconds);
}
