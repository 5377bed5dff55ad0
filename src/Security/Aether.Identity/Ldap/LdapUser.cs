namespace Aether.Identity.Ldap;

/// <summary>Somebody whom the directory knows.</summary>
/// <param name="Name">Of the entry.</param>
/// <param name="Address">The primary address, in its one form.</param>
/// <param name="QuotaBytes">0: as configured.</param>
public sealed record LdapUser(string Name, string Address, long QuotaBytes);
