using System.Security.Cryptography.X509Certificates;
using Aether.Protocol.Ldap;

namespace Aether.Identity.Ldap;

/// <summary>Where a directory is, and how it names what is wanted.</summary>
/// <param name="Servers">Asked in this order.</param>
/// <param name="Base">Below which users are.</param>
/// <param name="UserFilter">Finds the one entry of an address.</param>
public sealed record LdapOptions(IReadOnlyList<LdapServer> Servers, string Base, LdapFilter UserFilter)
{
    /// <summary>Begin TLS on plain connections before anything else is said.</summary>
    public bool StartTls { get; init; } = true;

    /// <summary>Authorities that are trusted instead of the system's; null: the system's.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Who asks; empty: nobody in particular.</summary>
    public string BindName { get; init; } = "";

    /// <summary>Its password.</summary>
    public Func<string> BindPassword { get; init; } = static () => "";

    /// <summary>The attribute that a password is compared with; empty: the user is bound with it.</summary>
    public string PasswordAttribute { get; init; } = "";

    /// <summary>The attribute with the primary address.</summary>
    public string MailAttribute { get; init; } = "mail";

    /// <summary>The attribute with the most octets that the account may store; empty: there is none.</summary>
    public string QuotaAttribute { get; init; } = "";

    /// <summary>Finds the one group of an address; null: there are none.</summary>
    public LdapFilter? GroupFilter { get; init; }

    /// <summary>The attribute with a group's members: addresses, or names of entries.</summary>
    public string MemberAttribute { get; init; } = "member";

    /// <summary>The domains whose users are in it; empty: all that are here.</summary>
    public IReadOnlySet<string> Domains { get; init; } = new HashSet<string>();

    /// <summary>How long one server has for one thing.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections at a time.</summary>
    public int Connections { get; init; } = 8;

    /// <summary>How long what was found is believed.</summary>
    public TimeSpan CacheFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long it is believed that there is nobody.</summary>
    public TimeSpan MissingFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a right password opens the account without asking again, also while no server answers.</summary>
    public TimeSpan LoginsFor { get; init; } = TimeSpan.FromMinutes(10);
}
