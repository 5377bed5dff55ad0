using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace Aether.Storage.Engines.Postgres;

/// <summary>What a failed call to the database means for whoever made it. https://www.postgresql.org/docs/current/errcodes-appendix.html</summary>
internal static class PostgresFailure
{
    /// <summary>The connection is gone, the server is going or coming, or it may not be written to: another connection, a little later, may do.</summary>
    public static bool IsAway(Exception failure) => failure switch
    {
        PostgresException { SqlState: var state } => state is
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or
            PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ReadOnlySqlTransaction or
            "57P04" or "57P05" or "25P03" or PostgresErrorCodes.OutOfMemory or PostgresErrorCodes.DiskFull || state.StartsWith("08", StringComparison.Ordinal) ||
            // A login that fails while the server is set up anew, a database that is not restored yet.
            state.StartsWith("28", StringComparison.Ordinal) || state == PostgresErrorCodes.InvalidCatalogName,
        NpgsqlException or SocketException or IOException or TimeoutException or ObjectDisposedException => true,
        _ => false,
    };

    /// <summary>Two transactions waited for each other, or saw each other: taken back whole, and to be run again.</summary>
    public static bool IsContention(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>A row was held, or a statement took, too long.</summary>
    public static bool IsTooSlow(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled };

    /// <summary>The server said that the transaction was taken back, rather than falling silent in the middle of it.</summary>
    public static bool IsAnswer(Exception failure) => failure is PostgresException { Severity: "ERROR" };

    /// <summary>What the caller of an operation is told of its failure.</summary>
    public static Exception Translate(Exception reason) => reason switch
    {
        // add_blob: a blob that was to be shared is gone.
        PostgresException { SqlState: "AM001" } gone => new CorruptBlobException(new BlobId(long.Parse(gone.MessageText, CultureInfo.InvariantCulture)), "it was collected"),
        // add_segment_octets: the body came too late for its segment.
        PostgresException { SqlState: "AM004" } closed => new StoreUnavailableException(closed.MessageText, closed),
        _ when IsContention(reason) || IsTooSlow(reason) => Unavailable(reason),
        _ => reason,
    };

    public static StoreUnavailableException Unavailable(Exception reason) =>
        new($"The database can't be used at the moment: {reason.Message}", reason) { IsAway = true };
}
