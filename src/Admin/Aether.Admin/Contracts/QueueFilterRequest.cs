namespace Aether.Admin.Contracts;

/// <summary>Which queued recipients are meant; what is null does not matter.</summary>
/// <param name="Message">Of one message.</param>
/// <param name="Sender">Address with <c>*</c> for anything; empty for the null sender.</param>
/// <param name="Recipient">Address with <c>*</c> for anything.</param>
/// <param name="Class"><c>low</c>, <c>normal</c> or <c>high</c>.</param>
/// <param name="State"><c>new</c>, <c>deferred</c>, <c>active</c> or <c>held</c>.</param>
/// <param name="Before">Accepted before.</param>
public sealed record QueueFilterRequest(long? Message = null, string? Sender = null, string? Recipient = null, string? Domain = null, string? Class = null, string? State = null, DateTimeOffset? Before = null);
