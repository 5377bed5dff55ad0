namespace Aether.Storage.Tracing;

/// <summary>Which steps are wanted, the latest first; what is null does not matter.</summary>
/// <param name="MessageId">Of one message.</param>
/// <param name="Address">To or from an address.</param>
public sealed record TraceQuery(string? MessageId, string? Address, DateTimeOffset? From, DateTimeOffset? Until, int Most)
{
    /// <summary>Of messages with this subject, by <see cref="TraceSubject"/>.</summary>
    public long? Subject { get; init; }
}
