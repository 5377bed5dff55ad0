namespace Aether.Admin.Contracts;

/// <summary>A new group, without members yet.</summary>
public sealed record AddGroupRequest(string Name, string Description);
