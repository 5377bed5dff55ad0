namespace Aether.Configuration.Tests.Loading;

/// <summary>A directory is configured so that no password ever crosses a network in the clear, or the configuration is refused.</summary>
public class LdapRuleTests
{
    [Theory]
    [InlineData("""{ "servers": ["ldaps://ldap.example.org"], "base": "dc=example" }""", "")]
    [InlineData("""{ "servers": ["ldap://ldap.example.org:1389"], "base": "dc=example", "bindDn": "cn=x", "bindPassword": "y" }""", "")]
    [InlineData("""{ "servers": ["ldap://127.0.0.1", "ldap://[::1]:1389"], "base": "dc=example", "startTls": false }""", "")]
    [InlineData("""{ "servers": ["ldap://ldap.example.org"], "base": "dc=example", "startTls": false }""", "auth.ldap.startTls")]
    [InlineData("""{ "servers": ["ldap://localhost"], "base": "dc=example", "startTls": false }""", "auth.ldap.startTls")] // a name can lead anywhere
    [InlineData("""{ "servers": ["http://ldap.example.org"], "base": "dc=example" }""", "auth.ldap.servers[0]")]
    [InlineData("""{ "servers": ["ldap.example.org"], "base": "dc=example" }""", "auth.ldap.servers[0]")]
    [InlineData("""{ "servers": ["ldap://ldap.example.org/dc=x"], "base": "dc=example" }""", "auth.ldap.servers[0]")]
    [InlineData("""{ "servers": ["ldaps://ldap.example.org"] }""", "auth.ldap.base")]
    [InlineData("""{ "servers": ["ldaps://ldap.example.org"], "base": "dc=example", "bindDn": "cn=x" }""", "auth.ldap.bindPassword")]
    [InlineData("""{ "servers": ["ldaps://ldap.example.org"], "base": "dc=example", "mailAttribute": "" }""", "auth.ldap.mailAttribute")]
    [InlineData("""{ "servers": ["ldaps://ldap.example.org"], "base": "dc=example", "authority": "nowhere.pem" }""", "auth.ldap.authority")]
    public void What_would_show_passwords_is_refused(string ldap, string problem)
    {
        using var folder = new ConfigurationFolder($$"""{ "hostname": "mail.example.org", "auth": { "ldap": {{ldap}} } }""");
        var problems = folder.Load().Problems.Select(one => one.ToString()).Where(one => one.StartsWith("auth.", StringComparison.Ordinal)).ToList();
        if (problem.Length == 0)
            Assert.Empty(problems);
        else
            Assert.StartsWith(problem + " ", Assert.Single(problems), StringComparison.Ordinal);
    }
}
