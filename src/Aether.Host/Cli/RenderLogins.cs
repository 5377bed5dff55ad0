using System.Globalization;
using System.Text.Json;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary>App passwords, bans and certificates as text for people.</summary>
internal static class RenderLogins
{
    public static string NewAppPassword(string body)
    {
        var made = JsonSerializer.Deserialize(body, AdminJson.Default.AppPasswordView)!;
        return $"{made.Password}\n";
    }

    public static string AppPasswords(string body) => Table.Format(
        ["NAME", "PROTOCOLS", "NETWORKS", "CREATED", "EXPIRES", "LAST USED", "FROM"],
        JsonSerializer.Deserialize(body, AdminJson.Default.IReadOnlyListAppPasswordView)!.Select(row => (string[])
            [row.Name, Words(row.Protocols), Words(row.Networks), Time(row.Created), Time(row.Expires), Time(row.Used), row.UsedFrom.Length == 0 ? "-" : row.UsedFrom]));

    public static string Bans(string body) => Table.Format(
        ["NETWORK", "SINCE", "UNTIL", "REASON"],
        JsonSerializer.Deserialize(body, AdminJson.Default.IReadOnlyListBanView)!.Select(ban => (string[])[ban.Network, Time(ban.Since), Time(ban.Until), ban.Reason]));

    public static string Certificates(string body) => Table.Format(
        ["NAMES", "ENDS", "KEY", "ISSUER", "FILE"],
        JsonSerializer.Deserialize(body, AdminJson.Default.IReadOnlyListCertificateView)!.Select(one => (string[])[Words(one.Names), Time(one.NotAfter), one.Key, one.Issuer, one.Source]));

    private static string Words(IReadOnlyList<string> words) => words.Count == 0 ? "any" : string.Join(' ', words);

    private static string Time(DateTimeOffset? time) => time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";
}
