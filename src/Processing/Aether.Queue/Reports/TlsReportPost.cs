using System.Globalization;
using Aether.Dns.Resolving;
using Aether.Http.Guarded;
using Aether.Queue.Settings;
using Aether.Storage.Reports;
using Aether.Validation.TlsReports;

namespace Aether.Queue.Reports;

/// <summary>Sends one report of sessions to where the domain wants it: by mail and by HTTPS. RFC 8460 §3, §5.</summary>
internal sealed class TlsReportPost(ReportStore reports, ReportPost post, GuardedHttp http, IDnsResolver dns, ReportOptions options)
{
    private const string Type = "application/tlsrpt+gzip";

    public async Task<ReportOutcome> SendAsync(DueReport due, ReportPeriod period, string from, CancellationToken ct)
    {
        var texts = await dns.ResolveTextAsync(TlsReportRecord.NameOf(due.Domain), ct);
        if (texts.Status is DnsStatus.TemporaryFailure)
            return ReportOutcome.PutOff;
        if (TlsReportRecord.Find(texts.Records) is not { } record)
            return ReportOutcome.Unwanted;
        var counted = (await reports.ListTalliesAsync(due, ct)).Select(tally => (Detail: TlsDetail.Parse(tally.Detail), tally.Count)).Where(seen => seen.Detail is not null);
        var policies = TlsReport.Sum(counted.Select(seen => (seen.Detail!, seen.Count)));
        if (policies.Count == 0)
            return ReportOutcome.Unwanted;
        string id = period.IdOf(due, from);
        byte[] content = Gzip.Pack(TlsReportWriter.Write(new TlsReport(options.Organization, id, period.Begin, period.End, from, policies)));
        int sent = 0;
        foreach (var place in record.Places.Where(place => place.Scheme == "https"))
        {
            // RFC 8460 §5.4: any answer of success will do.
            if (await http.PostAsync(place, content, Type, ct) is { Failure: null })
                sent++;
        }

        string[] addresses = [.. record.Places.Where(place => place.Scheme == "mailto").Select(TlsReportRecord.AddressOf)];
        if (addresses.Length > 0)
            sent += await post.SendAsync(Letter(due, period, from, id, content), from, addresses, ct);
        return sent > 0 ? ReportOutcome.Sent : ReportOutcome.PutOff;
    }

    // RFC 8460 §5.1, §5.3
    private static ReportLetter Letter(DueReport due, ReportPeriod period, string from, string id, byte[] content)
    {
        string submitter = from[(from.LastIndexOf('@') + 1)..];
        return new ReportLetter(
            $"Report Domain: {due.Domain}\r\n\tSubmitter: {submitter}\r\n\tReport-ID: <{id}>",
            id,
            $"TLS-Report-Domain: {due.Domain}\r\nTLS-Report-Submitter: {submitter}\r\nTLS-Required: No\r\n",
            "multipart/report; report-type=\"tlsrpt\"",
            $"This is a report of encrypted and failed sessions with the mail servers of {due.Domain},\r\n{period.Text}. RFC 8460.\r\n",
            ReportPart.Attachment(
                Type,
                string.Create(CultureInfo.InvariantCulture, $"{submitter}!{due.Domain}!{period.Begin.ToUnixTimeSeconds()}!{period.End.ToUnixTimeSeconds()}!{due.Id}.json.gz"),
                content))
        { IsTlsOptional = true };
    }
}
