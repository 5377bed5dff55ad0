using System.Globalization;
using StackExchange.Redis;

namespace Aether.Storage.Redis;

/// <summary><c>events.url</c>: <c>redis://[user:password@]host[:port][?prefix=name]</c>, or <c>rediss://</c> for TLS.</summary>
/// <param name="Prefix">In front of every channel, so that installations may share a server.</param>
internal sealed record RedisAddress(ConfigurationOptions Options, string Prefix)
{
    private const int DefaultPort = 6379;

    /// <returns>Null when it is not an address of this kind.</returns>
    public static RedisAddress? Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("redis" or "rediss") || uri.Host.Length == 0)
            return null;
        var options = new ConfigurationOptions
        {
            Ssl = uri.Scheme == "rediss",
            AbortOnConnectFail = false, // The server starts without it, and finds it when it is there.
            ConnectTimeout = 2_000,
            AsyncTimeout = 1_000,
            HeartbeatInterval = TimeSpan.FromSeconds(1),
            KeepAlive = 10,
            ReconnectRetryPolicy = new ExponentialRetry(200, 5_000),
            BacklogPolicy = BacklogPolicy.FailFast, // A hint that can't go now is worth nothing later.
            ClientName = "aether",
        };
        options.EndPoints.Add(uri.Host, uri.Port > 0 ? uri.Port : DefaultPort);
        if (uri.UserInfo.Length > 0)
        {
            var parts = uri.UserInfo.Split(':', 2);
            if (parts is [{ Length: > 0 } user, _])
                options.User = Uri.UnescapeDataString(user);
            options.Password = Uri.UnescapeDataString(parts[^1]);
        }

        return TryPrefix(uri.Query, out string prefix) ? new RedisAddress(options, prefix) : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Options.EndPoints[0]}");

    private static bool TryPrefix(string query, out string prefix)
    {
        const string Name = "?prefix=";
        prefix = "aether";
        if (query.Length == 0)
            return true;
        if (!query.StartsWith(Name, StringComparison.Ordinal))
            return false;
        prefix = Uri.UnescapeDataString(query[Name.Length..]);
        return prefix.Length is > 0 and <= 64 && !prefix.AsSpan().ContainsAny(" :*");
    }
}
