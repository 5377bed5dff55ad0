namespace Aether.Admin.Contracts;

/// <summary>What an account may do.</summary>
/// <param name="Role">A role, or a single permission.</param>
/// <param name="Domain">In which domain; empty: everywhere.</param>
public sealed record RoleView(string Account, string Role, string Domain);
