namespace Aether.Storage.Engines.Postgres.Writing;

/// <summary>What an attempt to commit a group came to.</summary>
/// <param name="Answer">What the database answered, where it committed.</param>
internal readonly record struct GroupAttempt(GroupFate Fate, PostgresAnswer? Answer, Exception? Reason)
{
    public static GroupAttempt Committed(PostgresAnswer answer) => new(GroupFate.Committed, answer, null);

    /// <summary>An attempt of which nothing is there.</summary>
    public static GroupAttempt TakenBack(Exception reason) => new(reason switch
    {
        _ when PostgresFailure.IsContention(reason) => GroupFate.Contention,
        _ when PostgresFailure.IsTooSlow(reason) => GroupFate.TooSlow,
        _ when PostgresFailure.IsAway(reason) => GroupFate.Away,
        _ => GroupFate.Failed,
    }, null, reason);
}
