using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>The conditions of a <see cref="QueueFilter"/>: only those that are asked for stand in the statement, so that each has its index.</summary>
internal static class QueueFilterRows
{
    /// <summary>How far a recipient has come, as <see cref="RecipientStage"/>; its one argument is the time.</summary>
    public const string Stage = "CASE WHEN q.state = 1 THEN 3 WHEN q.lease % 2 = 1 AND q.due_at > ? THEN 2 WHEN q.attempts > 0 THEN 1 ELSE 0 END";

    /// <summary>Conditions on a message <c>m</c>, each with AND in front.</summary>
    public static string OfMessage(QueueFilter which) =>
        (which.Message is null ? "" : " AND m.id = ?") + (which.Sender is null ? "" : " AND m.sender LIKE ? ESCAPE '!'") + (which.Before is null ? "" : " AND m.created < ?");

    public static SqliteStatement BindMessage(this SqliteStatement statement, QueueFilter which)
    {
        if (which.Message is { } message)
            statement.Bind(message.Value);
        if (which.Sender is not null)
            statement.Bind(QueueFilter.ToLike(which.Sender));
        return which.Before is { } before ? statement.Bind(before.ToUnixTimeMilliseconds()) : statement;
    }

    /// <summary>Conditions on a recipient <c>q</c>, each with AND in front.</summary>
    public static string OfRecipient(QueueFilter which) =>
        (which.Recipient is null ? "" : " AND q.rcpt LIKE ? ESCAPE '!'") + (which.Domain is null ? "" : " AND q.domain = ?")
        + (which.Priority is null ? "" : " AND q.class = ?") + (which.Stage is null ? "" : $" AND {Stage} = ?");

    public static SqliteStatement BindRecipient(this SqliteStatement statement, QueueFilter which, DateTimeOffset now)
    {
        if (which.Recipient is not null)
            statement.Bind(QueueFilter.ToLike(which.Recipient));
        if (which.Domain is not null)
            statement.Bind(which.Domain);
        if (which.Priority is { } priority)
            statement.Bind((long)priority);
        return which.Stage is { } stage ? statement.Bind(now.ToUnixTimeMilliseconds()).Bind((long)stage) : statement;
    }
}
