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
        .. SearchRules.Check(settings),
        .. Routes(settings),
        .. Sources(settings.Queue),
        .. SiteRules.Check(settings.Smtp),
        .. Certificates(settings, dataFolder),
        .. AcmeRules.Check(settings),
        .. Senders(settings.Senders, dataFolder),
        .. Limits(settings.Limits),
        .. Tokens(settings.Auth.Oauth),
        .. OauthServerRules.Check(settings.Auth),
        .. Updates(settings.Dns.Updates),
        .. LdapRules.Check(settings.Auth.Ldap, dataFolder),
    ];

    /// <summary>A key that can't be used is found here, not when it is needed.</summary>
    private static IEnumerable<ConfigurationProblem> Updates(IReadOnlyList<DnsUpdateSettings> updates)
    {
        for (int i = 0; i < updates.Count; i++)
        {
            if (updates[i].Zone.Length == 0)
                yield return new($"dns.updates[{i}].zone", "", "name the zone");
            if (updates[i].Key.Length == 0)
                yield return new($"dns.updates[{i}].key", "", "name the key as the server does");
            if (updates[i].Algorithm is not ("hmac-sha256" or "hmac-sha384" or "hmac-sha512"))
                yield return new($"dns.updates[{i}].algorithm", updates[i].Algorithm, "take hmac-sha256, hmac-sha384 or hmac-sha512");
            string secret = updates[i].Secret.Reveal();
            if (secret.Length == 0 || !Convert.TryFromBase64String(secret, new byte[secret.Length], out _))
                yield return new($"dns.updates[{i}].secret", "", "write the key in base64");
        }
    }

    /// <summary>Keys that came in the clear could be anybody's; a MAC could be forged by whoever may check it.</summary>
    private static IEnumerable<ConfigurationProblem> Tokens(OauthSettings oauth)
    {
        if (oauth.Issuer.Length == 0)
            yield break;
        if (!Uri.TryCreate(oauth.Issuer, UriKind.Absolute, out var issuer) || !(issuer.Scheme == Uri.UriSchemeHttps || (issuer.Scheme == Uri.UriSchemeHttp && issuer.IsLoopback)))
            yield return new("auth.oauth.issuer", oauth.Issuer, "write an https address");
        if (oauth.Audience.Length == 0)
            yield return new("auth.oauth.audience", "", "say what tokens must be for: else those for any other service open accounts");
        foreach (string algorithm in oauth.Algorithms)
        {
            if (!(algorithm is [not 'H', 'S', ..] && algorithm[..2] is "RS" or "PS" or "ES" && algorithm.Length == 5 && algorithm[2..] is "256" or "384" or "512"))
                yield return new("auth.oauth.algorithms", algorithm, "take RS, PS or ES with 256, 384 or 512");
        }
    }

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
            if (all[i].Address.StartsWith("unix:", StringComparison.Ordinal))
                continue; // a socket has no port
            var twin = all.Take(i).FirstOrDefault(other => !other.Address.StartsWith("unix:", StringComparison.Ordinal) && other.Port == all[i].Port && (other.Address == all[i].Address || other.Address is "*" || all[i].Address is "*"));
            if (twin.Key is not null)
                yield return new($"{all[i].Key}.port", $"{all[i].Port}", $"choose another port: {twin.Key} has it");
        }

        for (int i = 0; i < settings.Smtp.Listeners.Count; i++)
        {
            if (settings.Smtp.Listeners[i].Proxy && settings.Limits.ProxyNetworks.Count == 0)
                yield return new($"smtp.listeners[{i}].proxy", "true", "name the proxies in limits.proxyNetworks");
        }

        for (int i = 0; i < settings.Smtp.RelayDomains.Count; i++)
        {
            if (settings.Smtp.RelayDomains[i].Domain is "*")
                yield return new($"smtp.relayDomains[{i}].domain", "*", "name a domain: a server that passes on everything is an open relay");
        }

        for (int i = 0; i < settings.Smtp.Hooks.Count; i++)
        {
            if (!HookAddress.IsValid(settings.Smtp.Hooks[i].Address))
                yield return new($"smtp.hooks[{i}].address", settings.Smtp.Hooks[i].Address, "write inet:host:port, unix:path, or an http address");
        }

        for (int i = 0; i < settings.Http.Listeners.Count; i++)
        {
            if (settings.Http.Listeners[i].Proxy is not ProxyHeaders.None && settings.Limits.ProxyNetworks.Count == 0)
                yield return new($"http.listeners[{i}].proxy", settings.Http.Listeners[i].Proxy.ToString().ToLowerInvariant(), "name the proxies in limits.proxyNetworks");
            if (settings.Http.Listeners[i].Tls is ListenerTls.StartTls or ListenerTls.Required)
                yield return new($"http.listeners[{i}].tls", settings.Http.Listeners[i].Tls.ToString().ToLowerInvariant(), "HTTP has no STARTTLS: write none or implicit");
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
            if (settings.Routes[i].Header is { Length: > 0 } header && header.IndexOf(':', StringComparison.Ordinal) < 1)
                yield return new($"routes[{i}].header", header, "write a field and its text, such as \"X-Class: bulk*\"");
            if (settings.Routes[i].Source is { Length: > 0 } source && settings.Queue.Sources.All(pool => pool.Name != source))
                yield return new($"routes[{i}].source", source, "name one of queue.sources");
            for (int hop = 0; hop < settings.Routes[i].Via.Count; hop++)
            {
                bool isSocket = settings.Routes[i].Via[hop] is { Protocol: NextHopProtocol.Lmtp } lmtp && lmtp.Host.StartsWith("unix:", StringComparison.Ordinal);
                if (!isSocket && Uri.CheckHostName(settings.Routes[i].Via[hop].Host) is UriHostNameType.Unknown)
                    yield return new($"routes[{i}].via[{hop}].host", settings.Routes[i].Via[hop].Host, "write a host name or an IP address");
            }
        }
    }

    private static IEnumerable<ConfigurationProblem> Sources(QueueSettings queue)
    {
        for (int i = 0; i < queue.Profiles.Count; i++)
        {
            if (queue.Profiles[i].Domains.Count + queue.Profiles[i].Hosts.Count == 0)
                yield return new($"queue.profiles[{i}]", queue.Profiles[i].Name, "name its domains or hosts");
        }

        foreach (var (rule, reply) in queue.Retries.SelectMany((rule, i) => rule.Replies.Select(reply => (i, reply))))
        {
            if (!ReplyNames.IsOne(reply))
                yield return new($"queue.retries[{rule}].replies", reply, "write a code (421), an enhanced code (4.7.*), or one of unknownUser, mailboxFull, tooBig, spam, policy, rate, network, tls, content, other");
        }

        if (queue.Source is { Length: > 0 } source && queue.Sources.All(pool => pool.Name != source))
            yield return new("queue.source", source, "name one of queue.sources");
        for (int i = 0; i < queue.Sources.Count; i++)
        {
            if (queue.Sources[i].Addresses.Count == 0)
                yield return new($"queue.sources[{i}].addresses", "[]", "name at least one address");
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

    private static IEnumerable<ConfigurationProblem> Senders(SenderSettings senders, string dataFolder)
    {
        if (senders.PublicSuffixList.Length > 0 && !File.Exists(Path.GetFullPath(senders.PublicSuffixList, dataFolder)))
            yield return new("senders.publicSuffixList", senders.PublicSuffixList, $"no such file: {Path.GetFullPath(senders.PublicSuffixList, dataFolder)}");
        if (senders.Bimi.Roots.Length > 0 && !File.Exists(Path.GetFullPath(senders.Bimi.Roots, dataFolder)))
            yield return new("senders.bimi.roots", senders.Bimi.Roots, $"no such file: {Path.GetFullPath(senders.Bimi.Roots, dataFolder)}");
        if (senders.Bimi is { Check: true, RequireCertificate: true, Roots.Length: 0 })
            yield return new("senders.bimi.roots", "", "name the authorities whose certificates count, or set senders.bimi.requireCertificate: false");
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
