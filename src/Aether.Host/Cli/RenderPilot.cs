using System.Globalization;
using System.Text;
using System.Text.Json;
using Aether.Admin.Contracts;
using Aether.Monitoring.Logs;

namespace Aether.Host.Cli;

/// <summary>A pilot as text for people.</summary>
internal static class RenderPilot
{
    private const int MaxNetworks = 5;

    public static string Look(string body)
    {
        var view = JsonSerializer.Deserialize(body, AdminJson.Default.PilotView)!;
        var text = new StringBuilder();
        text.Append("Published:  ").Append(view.Record.Length == 0 ? "-" : LogText.Escape(view.Record)).Append('\n');
        if (view.Problem.Length > 0)
            return text.Append("Problem:    ").Append(view.Problem).Append('\n').ToString();
        text.Append("Step:       ").Append(view.Step).Append(", since ").Append(Time(view.Since)).Append('\n');
        text.Append("Publishing: ").Append(view.Publishes ? "allowed" : "not allowed (--allow-publish)").Append("\n\n");
        text.Append(Sources(view)).Append('\n');
        if (view.Uncounted > 0)
            text.Append(CultureInfo.InvariantCulture, $"Reports that do not count (reports.pilot.trusted) tell of {view.Uncounted} messages more.\n");
        foreach (string network in view.Regressions)
            text.Append("Mail of ").Append(network).Append(" was in order and fails since the step: it is to be taken back.\n");
        foreach (string obstacle in view.Obstacles)
            text.Append("In the way: ").Append(LogText.Escape(obstacle)).Append('\n');
        text.Append(view.Next is null ? "There is no step further.\n" : $"Next step:  {view.Next}, {(view.Obstacles.Count == 0 ? "" : "when that is done, ")}from {Time(view.Date)} on\n            {LogText.Escape(view.NextRecord)}\n");
        if (view.Events.Count > 0)
            text.Append('\n').Append(Table.Format(["WHEN", "WHAT"], view.Events.Select(step => (string[])[Time(step.At), step.Text])));
        return text.ToString();
    }

    private static string Sources(PilotView view) => Table.Format(
        ["SOURCE", "MESSAGES", "WOULD FAIL", "SPF", "DKIM", "VERDICT", "FROM"],
        view.Sources.Select(source => (string[])
            [source.Name, Number(source.Messages), Number(source.Failed), Number(source.Spf), Number(source.Dkim), source.Verdict, string.Join(", ", source.Networks.Take(MaxNetworks).Select(network => network.Network)) + (source.Networks.Count > MaxNetworks ? ", …" : "")]));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";
}
