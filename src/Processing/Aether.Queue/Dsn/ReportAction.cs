namespace Aether.Queue.Dsn;

/// <summary>What a report says happened. RFC 3464 §2.3.3.</summary>
internal enum ReportAction
{
    Failed,
    /// <summary>Not yet, and it is tried on.</summary>
    Delayed,
    Delivered,

    /// <summary>Handed to a server that reports no success itself.</summary>
    Relayed,
}
