namespace Aether.Storage;

/// <summary>How long an engine waits for what, whose database is a server.</summary>
internal sealed record DatabaseLimits
{
    public static DatabaseLimits Default { get; } = new();

    /// <summary>What these are measured with: the time of waiting, which goes on in tests whose mail has a clock that stands.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Connections that write. Operations of one account always meet on the same one; more of them than cores only make groups smaller.</summary>
    public int Writers { get; init; } = Math.Clamp(Environment.ProcessorCount, 2, 4);

    /// <summary>The longest statement; the server ends it.</summary>
    public TimeSpan Statement { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait for a row that another transaction holds.</summary>
    public TimeSpan Lock { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The same once a group had to wait in vain and runs one by one: the others must not wait behind each of its operations again.</summary>
    public TimeSpan LockAlone { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A connection is made, or free in the pool, within this.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an operation or a query waits for a database that is away, or is run again after deadlocks, before it is refused.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the caller waits to learn whether a group whose COMMIT got no answer is there. Refusing him earlier could
    /// make a sender send again what was stored; he himself waits ten minutes (RFC 5321 §4.5.3.2.6).
    /// </summary>
    public TimeSpan Unknown { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a node that fills the search index may be silent before another does.</summary>
    public TimeSpan SearchLease { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(1);
}
