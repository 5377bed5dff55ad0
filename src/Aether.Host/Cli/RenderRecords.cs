using System.Globalization;
using System.Text;
using System.Text.Json;
using Aether.Admin.Contracts;
using Aether.Monitoring.Logs;

namespace Aether.Host.Cli;

/// <summary>Keys and records as text for people.</summary>
internal static class RenderRecords
{
    public static string Keys(string body)
    {
        var keys = JsonSerializer.Deserialize(body, AdminJson.Default.IReadOnlyListSigningKeyView)!;
        return Table.Format(
            ["DOMAIN", "SELECTOR", "ALGORITHM", "STATE", "SINCE"],
            keys.Select(key => (string[])[key.Domain, key.Selector, key.Algorithm, key.State, key.Since.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]));
    }

    /// <summary>A record that could not be published is a failure.</summary>
    public static int JudgePublished(string body) =>
        JsonSerializer.Deserialize(body, AdminJson.Default.IReadOnlyListDomainRecordView)!.Any(record => record.State == "failed") ? ExitCode.Failed : ExitCode.Done;

    /// <summary>Lines of a master file, each below what it is for; with a check, each with how it stands.</summary>
    public static string Records(string body)
    {
        var text = new StringBuilder();
        foreach (var record in JsonSerializer.Deserialize(body, AdminJson.Default.IReadOnlyListDomainRecordView)!)
        {
            text.Append("; ").Append(record.Purpose).Append('\n');
            if (record.State is null)
                text.Append(record.Line).Append('\n');
            else
                text.Append(record.State.ToUpperInvariant()).Append("  ").Append(record.Name).Append(' ').Append(record.Type).Append('\n');
            if (!string.IsNullOrEmpty(record.Remedy))
                text.Append("  -> ").Append(LogText.Escape(record.Remedy)).Append('\n');
        }

        return text.ToString();
    }
}
