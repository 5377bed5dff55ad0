namespace Aether.Storage.Tracing;

/// <summary>One step on the way of a message to one recipient.</summary>
/// <param name="MessageId">Correlation id from accept to delivery.</param>
/// <param name="Sender">Empty for the null sender.</param>
/// <param name="Detail">Who, how, and what was said.</param>
public sealed record TraceEvent(string MessageId, DateTimeOffset At, TraceKind Kind, string Sender, string Recipient, string Detail)
{
    /// <summary>Of its subject, by <see cref="TraceSubject"/>; null where it is not known.</summary>
    public long? Subject { get; init; }
}
