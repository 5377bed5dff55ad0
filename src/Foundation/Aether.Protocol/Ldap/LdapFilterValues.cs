namespace Aether.Protocol.Ldap;

/// <summary>What a filter's placeholders stand for.</summary>
/// <param name="Address">The whole address.</param>
/// <param name="Name">A name of an entry, where a filter is asked with one.</param>
public readonly record struct LdapFilterValues(string Address, string Name = "")
{
    public string LocalPart => Address.LastIndexOf('@') is >= 0 and var at ? Address[..at] : Address;

    public string Domain => Address.LastIndexOf('@') is >= 0 and var at ? Address[(at + 1)..] : "";
}
