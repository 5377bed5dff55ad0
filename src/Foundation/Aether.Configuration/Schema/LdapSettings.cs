using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>A directory that others keep. RFC 4511, RFC 4513, RFC 4515.</summary>
public sealed record LdapSettings
{
    [Setting("Its servers, such as ldap://ldap.example.org or ldaps://ldap.example.org: the next one is asked where one does not answer. Empty: there is no such directory.")]
    public IReadOnlyList<string> Servers { get; init; } = [];

    [Setting("Begin TLS on ldap:// before anything is said. Without it passwords would go in the clear: off only for servers on this machine. RFC 4513 §3.")]
    public bool StartTls { get; init; } = true;

    [Setting("File with the certificates (PEM) of the authorities that the servers' certificates must come from. Empty: those of the system.")]
    public string Authority { get; init; } = "";

    [Setting("Name of the entry that asks. Empty: nobody in particular.")]
    public string BindDn { get; init; } = "";

    [Setting("Its password.")]
    public Secret BindPassword { get; init; } = new("");

    [Setting("Below which entry users are looked for, such as ou=people,dc=example,dc=org.")]
    public string Base { get; init; } = "";

    [Setting("Finds the one user of an address. %{address}, %{local} and %{domain} stand for the address and its parts; what is in them is never syntax. RFC 4515.")]
    public string UserFilter { get; init; } = "(&(objectClass=person)(|(mail=%{address})(mailAlternateAddress=%{address})))";

    [Setting("Attribute with the primary address, which is the account's.")]
    public string MailAttribute { get; init; } = "mail";

    [Setting("Attribute with the octets that the account may store. Empty: as configured here.")]
    public string QuotaAttribute { get; init; } = "";

    [Setting("Attribute that a password is compared with. Empty: the user is bound with it, which every directory can.")]
    public string PasswordAttribute { get; init; } = "";

    [Setting("Finds the one group of an address; mail for it goes to its members. Empty: there are no groups.")]
    public string GroupFilter { get; init; } = "";

    [Setting("Attribute with a group's members: addresses, or names of entries that have one.")]
    public string MemberAttribute { get; init; } = "member";

    [Setting("Domains whose users are in the directory, of those that are here. Empty: all.")]
    public IReadOnlyList<string> Domains { get; init; } = [];

    [Setting("How long a server has to answer before the next one is asked.", Min = "100 ms", Max = "1 min")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    [Setting("Connections at a time.", Min = "1", Max = "1000")]
    public int Connections { get; init; } = 8;

    [Setting("How long what was found is believed.", Min = "0 s", Max = "1 d")]
    public TimeSpan CacheFor { get; init; } = TimeSpan.FromMinutes(5);

    [Setting("How long it is believed that an address is nobody's.", Min = "0 s", Max = "1 d")]
    public TimeSpan MissingFor { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("How long a right password lets in without asking again, also while no server answers.", Min = "0 s", Max = "1 d")]
    public TimeSpan LoginsFor { get; init; } = TimeSpan.FromMinutes(10);
}
