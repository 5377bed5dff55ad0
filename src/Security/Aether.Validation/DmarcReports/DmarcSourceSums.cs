using Aether.Storage.Reports;

namespace Aether.Validation.DmarcReports;

/// <summary>Puts records together by source, author and who answered for them; when there are too many kinds, the rest is one.</summary>
internal sealed class DmarcSourceSums(int most)
{
    private readonly Dictionary<(string Source, string Author, string Spf, string Dkim), ReportSource> sums = [];

    public long None { get; private set; }

    public long Quarantined { get; private set; }

    public long Rejected { get; private set; }

    public long Passed { get; private set; }

    public IReadOnlyList<ReportSource> Sources => [.. sums.Values.OrderByDescending(source => source.Count)];

    public void Add(DmarcRecordFields record)
    {
        if (record.Count == 0)
            return;
        bool passed = record.IsDkimAligned || record.IsSpfAligned;
        switch (record.Disposition)
        {
            case "quarantine":
                Quarantined = Sum(Quarantined, record.Count);
                break;
            case "reject":
                Rejected = Sum(Rejected, record.Count);
                break;
            case "none" when !passed:
                None = Sum(None, record.Count);
                break;
            default:
                Passed = Sum(Passed, record.Count); // RFC 7489 calls it none, RFC 9990 pass
                break;
        }

        var key = (record.Source, record.Author, record.SpfDomain, record.DkimDomain);
        if (!sums.ContainsKey(key) && sums.Count >= most - 1)
            key = ("*", "", "", "");
        var sum = sums.GetValueOrDefault(key, new ReportSource(key.Source, key.Author, key.SpfDomain, key.DkimDomain, 0, 0, 0, 0));
        sums[key] = sum with
        {
            Count = Sum(sum.Count, record.Count),
            Spf = Sum(sum.Spf, record.IsSpfAligned ? record.Count : 0),
            Dkim = Sum(sum.Dkim, record.IsDkimAligned ? record.Count : 0),
            Passed = Sum(sum.Passed, passed ? record.Count : 0),
        };
    }

    // A stranger's numbers may be as large as numbers get.
    private static long Sum(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;
}
