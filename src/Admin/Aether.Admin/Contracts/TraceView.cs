namespace Aether.Admin.Contracts;

/// <summary>One step on the way of a message.</summary>
/// <param name="MessageId">Its correlation id in logs and trace headers.</param>
/// <param name="Kind"><c>accepted</c>, <c>delivered</c>, <c>deferred</c> or <c>failed</c>.</param>
/// <param name="Sender">Empty for the null sender.</param>
public sealed record TraceView(string MessageId, DateTimeOffset At, string Kind, string Sender, string Recipient, string Detail);
