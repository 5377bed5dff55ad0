namespace Aether.Admin.Contracts;

/// <summary>A password made for one program.</summary>
/// <param name="Protocols">Where it may be used; empty: everywhere.</param>
/// <param name="Networks">Where from; empty: from everywhere.</param>
/// <param name="Password">Shown once, when it is made.</param>
public sealed record AppPasswordView(string Name, IReadOnlyList<string> Protocols, IReadOnlyList<string> Networks, DateTimeOffset Created, DateTimeOffset? Expires, DateTimeOffset? Used, string UsedFrom, string? Password = null);
