namespace Aether.Admin.Contracts;

/// <summary>A new member of a group: an address here or elsewhere.</summary>
public sealed record AddMemberRequest(string Member);
