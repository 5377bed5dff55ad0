using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aether.Admin.Contracts;
using Aether.Storage.Reports;

namespace Aether.Host.Cli;

/// <summary>Reports as text for people.</summary>
internal static class RenderReports
{
    public static string List(string body) => Table.Format(
        ["ID", "DOMAIN", "FROM", "TO", "WRITTEN BY", "SENDER", "PASSED", "FAILED"],
        Read(body, AdminJson.Default.IReadOnlyListReportView).Select(report => (string[])
            [$"{report.Id}", report.Domain, Time(report.Begin), Time(report.End), report.Organization, report.Sender.Length == 0 ? "<>" : report.Sender, $"{report.Passed}", $"{report.Failed}"]));

    public static string Tls(string body)
    {
        var view = Read(body, AdminJson.Default.TlsReportView);
        var policies = Table.Format(
            ["POLICY", "DOMAIN", "SUCCEEDED", "FAILED"],
            view.Content.Policies.Select(policy => (string[])[policy.Type, policy.Domain, $"{policy.Succeeded}", $"{policy.Failed}"]));
        var failures = view.Content.Policies.SelectMany(policy => policy.Failures).ToList();
        return Head(view.Report) + "\n" + policies + (failures.Count == 0 ? "" : "\n" + Table.Format(
            ["RESULT", "SESSIONS", "SENDER", "HOST", "ADDRESS", "REASON"],
            failures.Select(failure => (string[])[failure.Type, $"{failure.Sessions}", Known(failure.SendingAddress), Known(failure.ReceivingHost), Known(failure.ReceivingAddress), Known(failure.Reason)])));
    }

    public static string Dmarc(string body)
    {
        var view = Read(body, AdminJson.Default.DmarcReportView);
        var policy = view.Content.Policy;
        string verdicts = string.Create(CultureInfo.InvariantCulture, $"p={policy.Policy}: {view.Content.Passed} passed, {view.Content.None} let through, {view.Content.Quarantined} quarantined, {view.Content.Rejected} rejected\n");
        return Head(view.Report) + "\n" + verdicts + "\n" + SourceTable(view.Sources) + string.Concat(view.Content.Errors.Select(error => "\nThe writer says: " + error + "\n"));
    }

    public static string Failure(string body)
    {
        var view = Read(body, AdminJson.Default.FailureReportView);
        var content = view.Content;
        var rows = new (string Name, string Value)[]
        {
            ("Failed", content.Cause), ("Not aligned", content.Alignment), ("Done with it", content.Delivery), ("Results", content.Results), ("Source", content.Source), ("Envelope sender", content.MailFrom),
            ("Recipient", string.Join(", ", content.Recipients)), ("Signer", content.DkimDomain), ("Selector", content.DkimSelector), ("SPF record", content.SpfRecord),
            ("Message from", content.From), ("Subject", content.Subject), ("Date", content.Date), ("Message-ID", content.MessageId), ("Written with", content.Agent),
        };
        return Head(view.Report) + "\n" + string.Concat(rows.Where(row => row.Value.Length > 0).Select(row => $"{row.Name}: {row.Value}\n")) + "\n" + SourceTable(view.Sources);
    }

    public static string Sources(string body) => SourceTable(Read(body, AdminJson.Default.IReadOnlyListReportSource));

    public static string Due(string body) => Table.Format(
        ["KIND", "DOMAIN", "SINCE", "DUE", "ATTEMPTS"],
        Read(body, AdminJson.Default.IReadOnlyListDueReportView).Select(due => (string[])[due.Kind, due.Domain, Time(due.Since), Time(due.Due), $"{due.Attempts}"]));

    public static string Run(string body)
    {
        var run = Read(body, AdminJson.Default.ReportRunView);
        return $"{run.Sent} report(s) sent, {run.Unwanted} not wanted, {run.PutOff} put off\n";
    }

    private static string SourceTable(IReadOnlyList<ReportSource> sources) => Table.Format(
        ["SOURCE", "FROM", "ENVELOPE", "SIGNER", "MESSAGES", "SPF", "DKIM", "PASSED"],
        sources.Select(source => (string[])
            [source.Source, Known(source.Author), Known(source.SpfDomain), Known(source.DkimDomain), $"{source.Count}", $"{source.Spf}", $"{source.Dkim}", $"{source.Passed}"]));

    private static string Head(ReportView report) => Table.Format(
        ["Id", $"{report.Id}"],
        [
            ["Domain", report.Domain], ["Written by", report.Organization], ["Sender", report.Sender.Length == 0 ? "<>" : report.Sender], ["Report", report.ReportId],
            ["From", Time(report.Begin)], ["To", Time(report.End)], ["Received", Time(report.Received)],
        ]);

    private static string Known(string text) => text.Length == 0 ? "-" : text;

    private static T Read<T>(string body, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(body, type) ?? throw new JsonException("The answer is empty.");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
