namespace Aether.Admin.Contracts;

/// <summary>Leave an address alone.</summary>
/// <param name="Days">For so long.</param>
public sealed record SuppressRequest(string Address, string Reason = "", int Days = 30);
