namespace Aether.Identity.Roles;

/// <summary>One thing that not everybody may do.</summary>
public enum Permission
{
    ReadDomains,
    WriteDomains,
    ReadAccounts,
    WriteAccounts,

    /// <summary>Set the password of others, and make app passwords for them.</summary>
    SetPasswords,
    WriteAliases,
    WriteGroups,
    SetQuotas,
    ReadSessions,
    EndSessions,
    ReadTrace,
    ReadQueue,
    WriteQueue,
    WriteBans,
    WriteKeys,
    WriteRoles,
    Backup,
    ReadConfiguration,
}
