namespace Aether.Identity.Ldap;

/// <summary>A server of a directory.</summary>
/// <param name="Tls">From the first octet; else it begins with StartTLS, where that is asked for.</param>
public sealed record LdapServer(string Host, int Port, bool Tls)
{
    private const int PlainPort = 389;
    private const int TlsPort = 636;

    /// <summary>Reads <c>ldap://host</c> or <c>ldaps://host:port</c>; null: it is neither.</summary>
    public static LdapServer? TryParse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("ldap" or "ldaps") || url.Host.Length == 0 || url.PathAndQuery is not ("" or "/"))
            return null;
        bool tls = url.Scheme is "ldaps";
        return new LdapServer(url.IdnHost.Trim('[', ']'), url.Port > 0 ? url.Port : tls ? TlsPort : PlainPort, tls);
    }

    public override string ToString() => $"{(Tls ? "ldaps" : "ldap")}://{Host}:{Port}";
}
