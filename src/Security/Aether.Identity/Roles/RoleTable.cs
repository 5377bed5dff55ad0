using System.Collections.Frozen;

namespace Aether.Identity.Roles;

/// <summary>The roles and what each may do: the one table that every interface reads. A permission by its own name is a role of one.</summary>
public static class RoleTable
{
    /// <summary>May do everything, everywhere.</summary>
    public const string Admin = "admin";

    /// <summary>Looks after the people of one domain.</summary>
    public const string DomainAdmin = "domain-admin";

    private static readonly FrozenDictionary<string, FrozenSet<Permission>> Table = Build();

    /// <summary>By name, for who asks what there is.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether there is a role of this name that can be given there.</summary>
    /// <param name="role">Its name.</param>
    /// <param name="domain">Where; empty: everywhere.</param>
    public static bool CanBeGiven(string role, string domain) => Table.ContainsKey(role) && role switch
    {
        Admin => domain.Length == 0,
        DomainAdmin => domain.Length > 0,
        _ => true,
    };

    public static bool Has(string role, Permission permission) => Table.TryGetValue(role, out var permissions) && permissions.Contains(permission);

    /// <summary>As it is written: <c>read-domains</c>.</summary>
    public static string NameOf(Permission permission) => string.Concat(permission.ToString().Select(static (c, i) => char.IsAsciiLetterUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));

    private static FrozenDictionary<string, FrozenSet<Permission>> Build()
    {
        var table = Enum.GetValues<Permission>().ToDictionary(NameOf, static permission => FrozenSet.Create(permission));
        table.Add(Admin, Enum.GetValues<Permission>().ToFrozenSet());
        // Not its domain itself, nor its quota: those are what others gave it.
        table.Add(DomainAdmin,
        [
            Permission.ReadDomains, Permission.ReadAccounts, Permission.WriteAccounts, Permission.SetPasswords, Permission.WriteAliases, Permission.WriteGroups, Permission.SetQuotas,
            Permission.ReadSessions, Permission.EndSessions, Permission.ReadTrace,
        ]);
        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
