namespace Aether.Admin.Contracts;

/// <summary>What stands still.</summary>
public sealed record PauseView(string Kind, string Name, DateTimeOffset Since, string Reason);
