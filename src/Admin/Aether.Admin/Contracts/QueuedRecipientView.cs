namespace Aether.Admin.Contracts;

/// <summary>One recipient that has not been reached yet.</summary>
/// <param name="Due">The next attempt.</param>
/// <param name="State"><c>new</c>, <c>deferred</c>, <c>active</c> or <c>held</c>.</param>
/// <param name="LastReply">The last word of the other side.</param>
/// <param name="Route">Where it goes instead of its usual way; null: nowhere.</param>
public sealed record QueuedRecipientView(string Address, string State, int Attempts, DateTimeOffset Due, string? LastReply, string? Route);
