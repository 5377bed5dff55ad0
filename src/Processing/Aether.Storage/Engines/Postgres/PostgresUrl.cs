using System.Globalization;
using Npgsql;

namespace Aether.Storage.Engines.Postgres;

/// <summary>
/// <c>postgres://user:password@host:port,host:port/name?option=value</c> as PostgreSQL's own programs read it
/// (https://www.postgresql.org/docs/current/libpq-connect.html §34.1.1.2). A host that is a path, percent-encoded or as the
/// option <c>host</c>, is the folder of a unix socket. A password stands before the host only: there it is masked when the
/// URL is shown.
/// </summary>
internal static class PostgresUrl
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    public static bool IsOne(string text) => Array.Exists(Schemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <returns>Null and what is wrong with it, when it is no such URL.</returns>
    public static NpgsqlConnectionStringBuilder? Parse(string url, out string trouble)
    {
        trouble = "";
        if (Decode(url).Contains('\0', StringComparison.Ordinal))
        {
            trouble = "it has a NUL octet";
            return null;
        }
        var settings = new NpgsqlConnectionStringBuilder();
        string rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        string options = Cut(ref rest, rest.IndexOf('?', StringComparison.Ordinal));
        string name = Cut(ref rest, rest.IndexOf('/', StringComparison.Ordinal));
        string hosts = rest;
        if (rest.LastIndexOf('@') is >= 0 and var at)
        {
            string login = rest[..at];
            hosts = rest[(at + 1)..];
            string password = Cut(ref login, login.IndexOf(':', StringComparison.Ordinal));
            settings.Username = Decode(login);
            if (password.Length > 0)
                settings.Password = Decode(password);
        }
        if (hosts.Length > 0)
            settings.Host = Decode(hosts);
        foreach (string option in options.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !Set(settings, option[..equals], Decode(option[(equals + 1)..])))
            {
                trouble = $"its option '{option[..Math.Max(equals, 0)]}' is unknown or has a bad value";
                return null;
            }
        }
        if (string.IsNullOrEmpty(settings.Host))
        {
            trouble = "it names no host";
            return null;
        }
        settings.Database = name.Length > 0 ? Decode(name) : settings.Username;
        if (string.IsNullOrEmpty(settings.Database))
        {
            trouble = "it names no database";
            return null;
        }
        return settings;
    }

    /// <summary>The database without its password, for messages.</summary>
    public static string Shown(NpgsqlConnectionStringBuilder settings) => $"the database {settings.Database} at {settings.Host}";

    private static bool Set(NpgsqlConnectionStringBuilder settings, string option, string value)
    {
        switch (option)
        {
            case "host":
                settings.Host = value;
                return true;
            case "user":
                settings.Username = value;
                return true;
            case "application_name":
                settings.ApplicationName = value;
                return true;
            case "sslrootcert":
                settings.RootCertificate = value;
                return true;
            case "sslcert":
                settings.SslCertificate = value;
                return true;
            case "sslkey":
                settings.SslKey = value;
                return true;
            case "sslmode" when Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode):
                settings.SslMode = mode;
                return true;
            case "port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65536:
                settings.Port = port;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Cuts <paramref name="text"/> before a separator and gives what is behind it.</summary>
    private static string Cut(ref string text, int at)
    {
        if (at < 0)
            return "";
        string behind = text[(at + 1)..];
        text = text[..at];
        return behind;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);
}
