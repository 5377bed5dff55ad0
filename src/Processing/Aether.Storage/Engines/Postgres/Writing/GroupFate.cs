namespace Aether.Storage.Engines.Postgres.Writing;

/// <summary>How far one attempt to commit a group came.</summary>
internal enum GroupFate
{
    /// <summary>It is durable.</summary>
    Committed,

    /// <summary>Nothing of it is there: the database is away.</summary>
    Away,

    /// <summary>Nothing of it is there: another transaction was in the way, and it may be run again at once.</summary>
    Contention,

    /// <summary>Nothing of it is there: a row was held, or a statement took, too long.</summary>
    TooSlow,

    /// <summary>Nothing of it is there: an operation in it failed.</summary>
    Failed,

    /// <summary>The answer to COMMIT was lost, and the database could not be asked in time.</summary>
    Unknown,
}
