namespace Aether.Admin.Contracts;

/// <summary>What an account may send as besides its own: an address, or <c>*@domain</c>.</summary>
public sealed record GrantView(string Subject);
