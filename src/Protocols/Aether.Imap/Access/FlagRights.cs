using Aether.Protocol.Imap;
using Aether.Storage.Messages;

namespace Aether.Imap.Access;

/// <summary>Which flags somebody may change. RFC 4314 §4.</summary>
internal static class FlagRights
{
    private const SystemFlags OfWrite = SystemFlags.Answered | SystemFlags.Flagged | SystemFlags.Draft;

    /// <summary>The system flags that these rights are enough for.</summary>
    public static SystemFlags Allowed(AclRights rights) =>
        (rights.HasFlag(AclRights.Seen) ? SystemFlags.Seen : SystemFlags.None)
        | (rights.HasFlag(AclRights.DeleteMessage) ? SystemFlags.Deleted : SystemFlags.None)
        | (rights.HasFlag(AclRights.Write) ? OfWrite : SystemFlags.None);

    /// <summary>A change without what these rights are not enough for.</summary>
    public static FlagChange Narrow(FlagChange change, AclRights rights) =>
        change with { System = change.System & Allowed(rights), Keywords = rights.HasFlag(AclRights.Write) ? change.Keywords : [] };

    /// <summary>It is about flags, and about none that may be changed: the one case in which a STORE fails for it.</summary>
    public static bool RefusesAll(FlagChange change, AclRights rights) =>
        change.Mode is FlagChangeMode.Replace && change.System is SystemFlags.None && change.Keywords.Count is 0
            ? Allowed(rights) is SystemFlags.None
            : (change.System is not SystemFlags.None || change.Keywords.Count > 0) && Narrow(change, rights) is { System: SystemFlags.None, Keywords.Count: 0 };
}
