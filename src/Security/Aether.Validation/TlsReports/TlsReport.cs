namespace Aether.Validation.TlsReports;

/// <summary>A report of the sessions of a day. RFC 8460 §4.</summary>
public sealed record TlsReport(string Organization, string ReportId, DateTimeOffset Begin, DateTimeOffset End, string Contact, IReadOnlyList<TlsPolicyReport> Policies)
{
    public long Succeeded => Policies.Aggregate(0L, (sum, policy) => Add(sum, policy.Succeeded));

    public long Failed => Policies.Aggregate(0L, (sum, policy) => Add(sum, policy.Failed));

    /// <summary>Puts what was counted together.</summary>
    public static IReadOnlyList<TlsPolicyReport> Sum(IEnumerable<(TlsDetail Detail, long Count)> counted)
    {
        var policies = new List<TlsPolicyReport>();
        foreach (var group in counted.GroupBy(seen => new TlsDetail(seen.Detail.Policy, null).Format(), StringComparer.Ordinal))
        {
            var facts = group.First().Detail.Policy;
            var failures = group.Where(seen => seen.Detail.Failure is not null)
                .Select(seen => new TlsFailureReport(
                    TlsNames.NameOf(seen.Detail.Failure!.Type), seen.Detail.Failure.SendingAddress, seen.Detail.Failure.ReceivingHost, seen.Detail.Failure.ReceivingAddress, seen.Count, seen.Detail.Failure.Reason));
            policies.Add(new TlsPolicyReport(
                TlsNames.NameOf(facts.Type), facts.Domain, facts.Strings, facts.Hosts,
                group.Where(seen => seen.Detail.Failure is null).Sum(seen => seen.Count), group.Where(seen => seen.Detail.Failure is not null).Sum(seen => seen.Count),
                [.. failures.OrderByDescending(failure => failure.Sessions)]));
        }

        return policies;
    }

    // A stranger's numbers may be as large as numbers get.
    private static long Add(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;
}
