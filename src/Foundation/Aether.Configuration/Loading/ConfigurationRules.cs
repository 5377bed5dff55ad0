using Aether.Configuration.Schema;
using Aether.Configuration.Values;

namespace Aether.Configuration.Loading;

/// <summary>What must hold between settings.</summary>
internal static class ConfigurationRules
{
    public static IEnumerable<ConfigurationProblem> Check(AetherSettings settings, string dataFolder) =>
    [
        .. Listeners(settings),
        .. Urls(settings),
        .. Routes(settings),
        .. Certificates(settings, dataFolder),
        .. Limits(settings.Limits),
    ];

    private static IEnumerable<ConfigurationProblem> Listeners(AetherSettings settings)
    {
        (string Key, string Address, int Port)[] all =
        [
            .. settings.Smtp.Listeners.Select((l, i) => ($"smtp.listeners[{i}]", l.Address, l.Port)),
            .. settings.Imap.Listeners.Select((l, i) => ($"imap.listeners[{i}]", l.Address, l.Port)),
            .. settings.Pop3.Listeners.Select((l, i) => ($"pop3.listeners[{i}]", l.Address, l.Port)),
            .. settings.Sieve.Listeners.Select((l, i) => ($"sieve.listeners[{i}]", l.Address, l.Port)),
            .. settings.Http.Listeners.Select((l, i) => ($"http.listeners[{i}]", l.Address, l.Port)),
        ];
        for (int i = 0; i < all.Length; i++)
        {
            var twin = all.Take(i).FirstOrDefault(other => other.Port == all[i].Port && (other.Address == all[i].Address || other.Address is "*" || all[i].Address is "*"));
            if (twin.Key is not null)
                yield return new($"{all[i].Key}.port", $"{all[i].Port}", $"choose another port: {twin.Key} has it");
        }

        for (int i = 0; i < settings.Http.Listeners.Count; i++)
        {
            if (settings.Http.Listeners[i].Tls is ListenerTls.StartTls)
                yield return new($"http.listeners[{i}].tls", "starttls", "HTTP has no STARTTLS: write none or implicit");
        }
    }

    private static IEnumerable<ConfigurationProblem> Urls(AetherSettings settings)
    {
        if (UrlText.Scheme(settings.Database.Url) is not ("sqlite" or "postgres" or "postgresql"))
            yield return new("database.url", UrlText.Masked(settings.Database.Url), "write sqlite:FILE or postgres://user:password@host/name");
        if (settings.Database.Url is "sqlite:")
            yield return new("database.url", settings.Database.Url, "name the file, such as sqlite:aether.db");
        if (UrlText.Scheme(settings.Blobs.Url) is not ("local" or "s3"))
            yield return new("blobs.url", UrlText.Masked(settings.Blobs.Url), "write local: or s3://bucket?endpoint=https://…");
        if (UrlText.Scheme(settings.Events.Url) is not ("memory" or "redis" or "rediss"))
            yield return new("events.url", UrlText.Masked(settings.Events.Url), "write memory: or redis://host:6379");
    }

    private static IEnumerable<ConfigurationProblem> Routes(AetherSettings settings)
    {
        for (int i = 0; i < settings.Routes.Count; i++)
        {
            if (settings.Routes[i].Via.Count == 0)
                yield return new($"routes[{i}].via", "[]", "name at least one host");
            for (int hop = 0; hop < settings.Routes[i].Via.Count; hop++)
            {
                if (Uri.CheckHostName(settings.Routes[i].Via[hop].Host) is UriHostNameType.Unknown)
                    yield return new($"routes[{i}].via[{hop}].host", settings.Routes[i].Via[hop].Host, "write a host name or an IP address");
            }
        }
    }

    private static IEnumerable<ConfigurationProblem> Certificates(AetherSettings settings, string dataFolder)
    {
        for (int i = 0; i < settings.Tls.Certificates.Count; i++)
        {
            var (certificate, key) = (settings.Tls.Certificates[i].Certificate, settings.Tls.Certificates[i].Key);
            if (!File.Exists(Path.GetFullPath(certificate, dataFolder)))
                yield return new($"tls.certificates[{i}].certificate", certificate, $"no such file: {Path.GetFullPath(certificate, dataFolder)}");
            if (!File.Exists(Path.GetFullPath(key, dataFolder)))
                yield return new($"tls.certificates[{i}].key", key, $"no such file: {Path.GetFullPath(key, dataFolder)}");
        }
    }

    private static IEnumerable<ConfigurationProblem> Limits(LimitSettings limits)
    {
        if (limits.Smtp.SoftErrors > limits.Smtp.HardErrors)
            yield return new("limits.smtp.softErrors", $"{limits.Smtp.SoftErrors}", $"at most limits.smtp.hardErrors, {limits.Smtp.HardErrors}");
        if (limits.Imap.SoftErrors > limits.Imap.HardErrors)
            yield return new("limits.imap.softErrors", $"{limits.Imap.SoftErrors}", $"at most limits.imap.hardErrors, {limits.Imap.HardErrors}");
        if (limits.Queue.FirstRetry > limits.Queue.LastRetry)
            yield return new("limits.queue.firstRetry", DurationText.Format(limits.Queue.FirstRetry), $"at most limits.queue.lastRetry, {DurationText.Format(limits.Queue.LastRetry)}");
        if (limits.Queue.FirstPerDestination > limits.Queue.PerDestination)
            yield return new("limits.queue.firstPerDestination", $"{limits.Queue.FirstPerDestination}", $"at most limits.queue.perDestination, {limits.Queue.PerDestination}");
        if (limits.Messages.HeaderField > limits.Messages.Header)
            yield return new("limits.messages.headerField", $"{limits.Messages.HeaderField}", $"at most limits.messages.header, {limits.Messages.Header}");
    }
}
