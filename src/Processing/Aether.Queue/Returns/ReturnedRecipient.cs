using Aether.Protocol.Smtp;

namespace Aether.Queue.Returns;

/// <summary>What a report says of one recipient. RFC 3464 §2.3.</summary>
/// <param name="Final">The address it was handed to, without its type.</param>
/// <param name="Original">The address that the sender wrote; null: it is not said.</param>
/// <param name="Action"><c>failed</c>, <c>delayed</c>, <c>delivered</c>, <c>relayed</c> or <c>expanded</c>, lower case.</param>
public sealed record ReturnedRecipient(string Final, string? Original, string Action, EnhancedStatus? Status, string Diagnostic);
