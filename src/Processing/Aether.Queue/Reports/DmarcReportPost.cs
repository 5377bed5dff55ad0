using System.Globalization;
using Aether.Queue.Settings;
using Aether.Storage.Reports;
using Aether.Validation.DmarcReports;

namespace Aether.Queue.Reports;

/// <summary>Sends reports of messages in the name of a domain to where it wants them: one for each policy that it had. RFC 9990 §3.</summary>
internal sealed class DmarcReportPost(ReportStore reports, ReportPost post, DmarcDestinations destinations, ReportOptions options)
{
    public async Task<ReportOutcome> SendAsync(DueReport due, ReportPeriod period, string from, CancellationToken ct)
    {
        if (await destinations.FindAsync(due.Domain, ct) is not { } places)
            return ReportOutcome.PutOff;
        if (places.Count == 0)
            return ReportOutcome.Unwanted;
        var seen = (await reports.ListTalliesAsync(due, ct)).Select(tally => (Detail: DmarcDetail.Parse(tally.Detail), tally.Count)).Where(tally => tally.Detail is not null).ToList();
        int part = 0;
        int sent = 0;
        foreach (var policy in seen.GroupBy(tally => tally.Detail!.Policy))
        {
            // RFC 9990 §3.3: a policy that changed during the day makes two reports.
            string id = period.IdOf(due, from, part++);
            var head = new DmarcReportHead(options.Organization, from, id, period.Begin, period.End);
            byte[] xml = DmarcReportWriter.Write(head, policy.Key, policy.Select(tally => (tally.Detail!, tally.Count)), part == 1 ? due.Lost : 0);
            sent += await post.SendAsync(Letter(due, period, from, id, Gzip.Pack(xml)), from, [.. places.Select(place => place.Address)], ct);
        }

        return sent > 0 ? ReportOutcome.Sent : ReportOutcome.Unwanted; // none of the places is an address
    }

    // RFC 9990 §3.5.2
    private static ReportLetter Letter(DueReport due, ReportPeriod period, string from, string id, byte[] content)
    {
        string submitter = from[(from.LastIndexOf('@') + 1)..];
        string unique = id[..id.IndexOf('@', StringComparison.Ordinal)].Replace(".", "", StringComparison.Ordinal);
        return new ReportLetter(
            $"Report Domain: {due.Domain}\r\n\tSubmitter: {submitter}\r\n\tReport-ID: <{id}>",
            id,
            "",
            "multipart/mixed",
            $"This is an aggregate report of messages in the name of {due.Domain},\r\n{period.Text}. RFC 9990.\r\n",
            ReportPart.Attachment(
                "application/gzip",
                string.Create(CultureInfo.InvariantCulture, $"{submitter}!{due.Domain}!{period.Begin.ToUnixTimeSeconds()}!{period.End.ToUnixTimeSeconds()}!{unique}.xml.gz"),
                content));
    }
}
