namespace Aether.Admin.Contracts;

/// <summary>A mailbox to be made, with the levels above it.</summary>
public sealed record AddMailboxRequest(string Path);
