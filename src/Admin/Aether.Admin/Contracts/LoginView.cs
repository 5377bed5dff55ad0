namespace Aether.Admin.Contracts;

/// <summary>Logins of one kind on one day.</summary>
/// <param name="Peer">Where from; empty: from many places.</param>
/// <param name="AppPassword">Which app password was used; empty: none.</param>
public sealed record LoginView(string Protocol, string Peer, string AppPassword, bool Succeeded, DateTimeOffset First, DateTimeOffset Last, long Count);
