namespace Aether.Ledger;

/// <summary>What is done to the database (case F09).</summary>
internal enum DatabaseFault
{
    /// <summary>kill -9 of all its processes, and a start.</summary>
    Crash,

    Restart,

    /// <summary>All sessions are ended by an administrator.</summary>
    EndSessions,

    /// <summary>Others take every connection there is.</summary>
    NoConnections,

    /// <summary>Somebody holds every account's row.</summary>
    HeldRows,

    /// <summary>It may only be read, as the old primary of a failover.</summary>
    ReadOnly,
}
