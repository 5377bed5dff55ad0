using System.Globalization;
using System.Text.Json;
using Aether.Admin.Contracts;
using Aether.Monitoring.Logs;

namespace Aether.Host.Cli;

/// <summary>App passwords, sessions, bans and certificates as text for people.</summary>
internal static class RenderLogins
{
    public static string NewAppPassword(string body)
    {
        var made = JsonSerializer.Deserialize(body, AdminJson.Default.AppPasswordView)!;
        return $"{made.Password}\n";
    }

    public static string NewSecondFactor(string body)
    {
        var made = JsonSerializer.Deserialize(body, AdminJson.Default.EnrolmentView)!;
        return $"{made.Uri}\n\nRecovery codes, each good once:\n{string.Join('\n', made.RecoveryCodes)}\n";
    }

    public static string SecondFactor(string body)
    {
        var state = JsonSerializer.Deserialize(body, AdminJson.Default.SecondFactorView)!;
        return state.On ? string.Create(CultureInfo.InvariantCulture, $"on since {Time(state.Since)}, {state.RecoveryCodes} recovery codes left\n") : "off\n";
    }

    public static string AppPasswords(string body) => Table.Format(
        ["NAME", "PROTOCOLS", "NETWORKS", "CREATED", "EXPIRES", "LAST USED", "FROM"],
        JsonSerializer.Deserialize(body, AdminJson.Default.IReadOnlyListAppPasswordView)!.Select(row => (string[])
            [row.Name, Words(row.Protocols), Words(row.Networks), Time(row.Created), Time(row.Expires), Time(row.Used), row.UsedFrom.Length == 0 ? "-" : row.UsedFrom]));

    public static string Bans(string body) => Table.Format(
        ["NETWORK", "SINCE", "UNTIL", "REASON"],
        JsonSerializer.Deserialize(body, AdminJson.Default.IReadOnlyListBanView)!.Select(ban => (string[])[ban.Network, Time(ban.Since), Time(ban.Until), ban.Reason]));

    public static string Sessions(string body) => Table.Format(
        ["ID", "ACCOUNT", "PROTOCOL", "FROM", "CLIENT", "SINCE", "LAST SEEN"],
        JsonSerializer.Deserialize(body, AdminJson.Default.IReadOnlyListSessionView)!.Select(one => (string[])
            [one.Id, one.Account, one.Protocol, one.Peer, one.Client.Length == 0 ? "-" : LogText.Escape(one.Client), Time(one.Since), Time(one.Seen)]));

    public static string Logins(string body) => Table.Format(
        ["LAST", "FIRST", "LOGINS", "RESULT", "PROTOCOL", "FROM", "APP PASSWORD"],
        JsonSerializer.Deserialize(body, AdminJson.Default.IReadOnlyListLoginView)!.Select(one => (string[])
            [
                Time(one.Last), Time(one.First), one.Count.ToString(CultureInfo.InvariantCulture), one.Succeeded ? "ok" : "refused", one.Protocol,
                one.Peer.Length == 0 ? "many places" : one.Peer, one.AppPassword.Length == 0 ? "-" : one.AppPassword,
            ]));

    public static ListForm<RoleView> Roles { get; } = new(AdminJson.Default.RoleView, ["ACCOUNT", "ROLE", "DOMAIN"], static one => [one.Account, one.Role, one.Domain.Length == 0 ? "all" : one.Domain]);

    public static string Certificates(string body)
    {
        var all = JsonSerializer.Deserialize(body, AdminJson.Default.IReadOnlyListCertificateView)!;
        string table = Table.Format(["NAMES", "ENDS", "KEY", "ISSUER", "FILE"], all.Select(one => (string[])[Words(one.Names), Time(one.NotAfter), one.Key, one.Issuer, one.Source]));
        return table + string.Concat(all.Where(static one => one.Trouble is not null).Select(static one => $"not renewed: {LogText.Escape(one.Trouble!)}\n"));
    }

    private static string Words(IReadOnlyList<string> words) => words.Count == 0 ? "any" : string.Join(' ', words);

    private static string Time(DateTimeOffset? time) => time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";
}
