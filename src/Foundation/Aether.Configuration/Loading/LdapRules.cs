using System.Net;
using Aether.Configuration.Schema;

namespace Aether.Configuration.Loading;

/// <summary>What must hold for a directory: no password ever crosses a network in the clear.</summary>
internal static class LdapRules
{
    public static IEnumerable<ConfigurationProblem> Check(LdapSettings ldap, string dataFolder)
    {
        if (ldap.Servers.Count == 0)
            yield break;
        for (int i = 0; i < ldap.Servers.Count; i++)
        {
            string text = ldap.Servers[i];
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("ldap" or "ldaps") || url.Host.Length == 0 || url.PathAndQuery is not ("" or "/"))
                yield return new($"auth.ldap.servers[{i}]", text, "write ldap://host, ldaps://host, or either with a port");
            else if (url.Scheme is "ldap" && !ldap.StartTls && !(IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)))
                yield return new("auth.ldap.startTls", "false", $"leave it on for {text}: only a server at 127.0.0.1 or ::1 may be asked without TLS");
        }
        if (ldap.Base.Length == 0)
            yield return new("auth.ldap.base", "", "say below which entry users are");
        if (ldap.BindDn.Length > 0 && ldap.BindPassword.Reveal().Length == 0)
            yield return new("auth.ldap.bindPassword", "", "give the password of auth.ldap.bindDn: with an empty one the directory takes it for nobody"); // RFC 4513 §5.1.2
        if (ldap.MailAttribute.Length == 0)
            yield return new("auth.ldap.mailAttribute", "", "name the attribute with the address of the account");
        if (ldap.Authority.Length > 0 && !File.Exists(Path.Combine(dataFolder, ldap.Authority)))
            yield return new("auth.ldap.authority", ldap.Authority, "name a file that is there");
    }
}
