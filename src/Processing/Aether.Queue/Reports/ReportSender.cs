using Aether.Dns.Resolving;
using Aether.Http.Guarded;
using Aether.Queue.Settings;
using Aether.Storage;
using Aether.Storage.Reports;
using Aether.Validation.DmarcReports;
using Aether.Validation.Keys;
using Microsoft.Extensions.Logging;

namespace Aether.Queue.Reports;

/// <summary>Sends the reports that are due, each from one node of a cluster. RFC 8460, RFC 9990, RFC 9991.</summary>
public sealed partial class ReportSender : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Wait = TimeSpan.FromHours(1);
    private readonly ReportStore reports;
    private readonly ReportOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly ReportPost post;
    private readonly TlsReportPost tls;
    private readonly DmarcReportPost dmarc;
    private readonly FailureReportPost failures;

    /// <param name="metrics">Who counts; null: nobody.</param>
    /// <param name="signer">Null: reports go out unsigned, and most receivers drop them.</param>
    public ReportSender(MailStore store, MessageSigner? signer, GuardedHttp http, IDnsResolver dns, DmarcDestinations destinations, ReportOptions options, TimeProvider clock, ILogger<ReportSender> logger, ReportMetrics? metrics = null)
    {
        options = options with { Organization = options.Organization.Length > 0 ? options.Organization : options.Hostname };
        (reports, this.options, this.clock, this.logger) = (store.Reports, options, clock, logger);
        post = new ReportPost(store, signer, options, clock);
        tls = new TlsReportPost(store.Reports, post, http, dns, options);
        dmarc = new DmarcReportPost(store.Reports, post, destinations, options);
        failures = new FailureReportPost(store, post, destinations, dns, options, clock) { Metrics = metrics };
        Metrics = metrics;
    }

    private ReportMetrics? Metrics { get; }

    /// <param name="early">Also what was collected today.</param>
    public async Task<ReportRun> SendAsync(bool early, CancellationToken ct)
    {
        int[] outcomes = new int[3];
        if (await post.FindAddressAsync(ct) is not { } from)
            return new ReportRun(0, 0, 0); // whoever has no domain has nobody to answer for a report
        while (await reports.LeaseAsync(early, Lease, ct) is { } due)
        {
            var period = ReportPeriod.Of(due, clock.GetUtcNow());
            var outcome = due.Kind switch
            {
                ReportKind.Tls => await tls.SendAsync(due, period, from, ct),
                ReportKind.Failure => await failures.SendAsync(due, period, from, ct),
                _ => await dmarc.SendAsync(due, period, from, ct),
            };
            outcomes[(int)outcome]++;
            Metrics?.Sent(due.Kind, outcome.ToString().ToLowerInvariant());
            if (outcome is ReportOutcome.Sent)
                LogSent(logger, due.Kind, due.Domain);
            if (outcome is not ReportOutcome.PutOff)
            {
                await reports.EndAsync(due, ct);
            }
            else if (clock.GetUtcNow() - due.Due > options.Patience)
            {
                LogGivenUp(logger, due.Kind, due.Domain);
                Metrics?.Sent(due.Kind, "givenup");
                await reports.EndAsync(due, ct);
            }
            else
            {
                await reports.DelayAsync(due, Wait, ct);
            }
        }

        return new ReportRun(outcomes[(int)ReportOutcome.Sent], outcomes[(int)ReportOutcome.Unwanted], outcomes[(int)ReportOutcome.PutOff]);
    }

    public void Dispose() => failures.Dispose();

    [LoggerMessage(3020, LogLevel.Information, "{Kind} report sent to {Domain}")]
    private static partial void LogSent(ILogger logger, ReportKind kind, string domain);

    [LoggerMessage(3021, LogLevel.Information, "{Kind} report to {Domain} given up: nobody took it for a day")]
    private static partial void LogGivenUp(ILogger logger, ReportKind kind, string domain);
}
