using System.Security.Cryptography.X509Certificates;
using Aether.Configuration.Loading;
using Aether.Identity.Addresses;
using Aether.Identity.Ldap;
using Aether.Identity.Logins;
using Aether.Protocol.Ldap;
using Aether.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>The directory of others, where one is configured.</summary>
internal static class LdapSetup
{
    public static void AddLdap(this IServiceCollection services, LoadedConfiguration configuration)
    {
        if (configuration.Settings.Auth.Ldap.Servers.Count == 0)
            return;
        services.AddSingleton(provider => new LdapDirectory(Options(configuration), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LdapDirectory>>()));
        services.AddSingleton(provider => new LdapAccounts(
            provider.GetRequiredService<LdapDirectory>(), provider.GetRequiredService<MailStore>().Directory, provider.GetRequiredService<MailStore>().Quotas, provider.GetRequiredService<ILogger<LdapAccounts>>()));
        services.AddSingleton(provider => new ForeignLogins(provider.GetRequiredService<LdapAccounts>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static LdapOptions Options(LoadedConfiguration configuration)
    {
        var ldap = configuration.Settings.Auth.Ldap;
        return new LdapOptions([.. ldap.Servers.Select(LdapServer.TryParse).OfType<LdapServer>()], ldap.Base, Filter(ldap.UserFilter, "auth.ldap.userFilter"))
        {
            StartTls = ldap.StartTls,
            Authorities = ldap.Authority.Length > 0 ? Authorities(configuration.PathOf(ldap.Authority)) : null,
            BindName = ldap.BindDn,
            BindPassword = ldap.BindPassword.Reveal,
            PasswordAttribute = ldap.PasswordAttribute,
            MailAttribute = ldap.MailAttribute,
            QuotaAttribute = ldap.QuotaAttribute,
            GroupFilter = ldap.GroupFilter.Length > 0 ? Filter(ldap.GroupFilter, "auth.ldap.groupFilter") : null,
            MemberAttribute = ldap.MemberAttribute,
            Domains = ldap.Domains.Select(static domain => AddressForm.TryNormaliseDomain(domain, out string normal) ? normal : domain).ToHashSet(),
            Timeout = ldap.Timeout,
            Connections = ldap.Connections,
            CacheFor = ldap.CacheFor,
            MissingFor = ldap.MissingFor,
            LoginsFor = ldap.LoginsFor,
        };
    }

    private static LdapFilter Filter(string text, string key) => LdapFilter.TryParse(text, out var filter) && filter!.IsPersonal
        ? filter
        : throw new InvalidDataException($"{key} is no filter with %{{address}} or %{{local}} in it: {text}");

    private static X509Certificate2Collection Authorities(string path)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(path);
        return all;
    }
}
