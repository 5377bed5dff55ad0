using System.Globalization;
using System.Text.Json;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary>How the queue stands, as text for people.</summary>
internal static class RenderQueue
{
    public static string Status(string body)
    {
        var status = JsonSerializer.Deserialize(body, AdminJson.Default.QueueStatusView)!;
        string text = string.Create(CultureInfo.InvariantCulture, $"{status.Recipients} recipient(s){(status.Oldest is { } oldest ? $", the oldest since {Time(oldest)}" : "")}\n");
        if (status.Parts.Count > 0)
            text += "\n" + Table.Format(["CLASS", "STATE", "RECIPIENTS"], status.Parts.Select(part => (string[])[part.Class, part.State, $"{part.Recipients}"]));
        if (status.Domains.Count > 0)
            text += "\n" + Table.Format(["DOMAIN", "RECIPIENTS"], status.Domains.Select(domain => (string[])[domain.Domain, $"{domain.Recipients}"]));
        if (status.Pauses.Count > 0)
            text += "\n" + Table.Format(["STANDS STILL", "NAME", "SINCE", "REASON"], status.Pauses.Select(pause => (string[])[pause.Kind, pause.Name, Time(pause.Since), pause.Reason]));
        return text;
    }

    public static string Suppressions(string body) => Table.Format(
        ["ADDRESS", "SINCE", "UNTIL", "REASON"],
        JsonSerializer.Deserialize(body, AdminJson.Default.IReadOnlyListSuppressionView)!.Select(row => (string[])[row.Address, Time(row.Since), Time(row.Until), row.Reason]));

    private static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
