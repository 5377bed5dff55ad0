using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Postgres.Queue;

/// <summary>A <see cref="QueueFilter"/> as the arguments of statements; what is null does not matter.</summary>
internal static class QueueFilterArguments
{
    public const int Count = 8;

    /// <summary>How far a recipient <c>q</c> has come, as <see cref="RecipientStage"/>; <c>$1</c> is the time.</summary>
    public const string Stage = "CASE WHEN q.state = 1 THEN 3 WHEN q.lease % 2 = 1 AND q.due_at > $1 THEN 2 WHEN q.attempts > 0 THEN 1 ELSE 0 END";

    /// <summary>The conditions for a message <c>m</c> with the arguments from <c>$1</c> on.</summary>
    public const string OfMessage = "($2::bigint IS NULL OR m.id = $2) AND ($3::text IS NULL OR m.sender ILIKE $3 ESCAPE '!') AND ($8::bigint IS NULL OR m.created < $8)";

    /// <summary>The conditions for a recipient <c>q</c> with the arguments from <c>$1</c> on.</summary>
    public const string OfRecipient = "($4::text IS NULL OR q.rcpt ILIKE $4 ESCAPE '!') AND ($5::text IS NULL OR q.domain = $5) AND ($6::bigint IS NULL OR q.class = $6) AND ($7::bigint IS NULL OR " + Stage + " = $7)";

    /// <summary>Stands for <see cref="OfRecipient"/> where nothing is asked of recipients: a statement has to name all its arguments.</summary>
    public const string Unasked = "$1::bigint IS NOT NULL AND $4::text IS NULL AND $5::text IS NULL AND $6::bigint IS NULL AND $7::bigint IS NULL";

    public static PostgresArguments Add(this PostgresArguments arguments, QueueFilter which, DateTimeOffset now) => arguments
        .Add(now).Add(which.Message?.Value).Add(QueueFilter.ToLike(which.Sender)).Add(QueueFilter.ToLike(which.Recipient)).Add(which.Domain)
        .Add((long?)which.Priority).Add((long?)which.Stage).Add(which.Before?.ToUnixTimeMilliseconds());
}
