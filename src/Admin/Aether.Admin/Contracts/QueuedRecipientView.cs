namespace Aether.Admin.Contracts;

/// <summary>One recipient that has not been reached yet.</summary>
/// <param name="Due">The next attempt.</param>
/// <param name="LastReply">The last word of the other side.</param>
public sealed record QueuedRecipientView(string Address, string State, int Attempts, DateTimeOffset Due, string? LastReply);
