using System.CommandLine;

namespace Aether.Host.Cli;

/// <summary><c>aether report</c>: what other operators report about our domains, and what we report to them. RFC 8460, RFC 9990, RFC 9991.</summary>
internal static class ReportCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var only = new Argument<string?>("DOMAIN") { Description = "Only those about one domain.", Arity = ArgumentArity.ZeroOrOne };
        var before = new Option<long?>("--before") { Description = "Only those older than the report with this id." };
        var id = new Argument<long>("ID") { Description = "The report's id, as the list shows it." };

        var domain = new Argument<string>("DOMAIN") { Description = "The domain, such as example.org." };
        var days = new Option<int?>("--days") { Description = "How many days back (30)." };

        var due = new Command("due", "List the reports to other domains that are being collected, or wait to be sent.");
        due.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get("reports/due"), RenderReports.Due, ct));

        var early = new Option<bool>("--today") { Description = "Also what was collected today." };
        var send = new Command("send", "Send the reports that are due now instead of within the hour.") { early };
        send.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post(parsed.GetValue(early) ? "reports/send?early=true" : "reports/send"), RenderReports.Run, ct));

        return new Command("report", "Read reports about our domains; send those about others.")
        {
            new Command("tls", "Reports about encrypted sessions with our servers.") { List("tls"), Show("tls", RenderReports.Tls) },
            new Command("dmarc", "Reports about messages in the name of our domains.") { List("dmarc"), Show("dmarc", RenderReports.Dmarc), Sources("dmarc", "Show who sends in the name of a domain, and whether SPF and DKIM stand behind it.") },
            new Command("failure", "Reports about single messages in the name of our domains that failed.") { List("failures"), Show("failures", RenderReports.Failure), Sources("failures", "Show whence messages in the name of a domain come that failed.") },
            due,
            send,
        };

        Command List(string kind)
        {
            var command = new Command("list", "List the reports that came, the latest first.") { only, before };
            command.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get($"reports/{kind}", ("domain", parsed.GetValue(only)), ("before", Text(parsed.GetValue(before)))), RenderReports.List, ct));
            return command;
        }

        Command Sources(string kind, string description)
        {
            var command = new Command("sources", description) { domain, days };
            command.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get(
                $"reports/{kind}/sources/{Uri.EscapeDataString(parsed.GetRequiredValue(domain))}", ("days", Text(parsed.GetValue(days)))), RenderReports.Sources, ct));
            return command;
        }

        Command Show(string kind, Func<string, string> render)
        {
            var command = new Command("show", "Show a report.") { id };
            command.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get($"reports/{kind}/{Text(parsed.GetRequiredValue(id))}"), render, ct));
            return command;
        }
    }

    private static string? Text(long? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
