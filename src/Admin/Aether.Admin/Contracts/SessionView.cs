namespace Aether.Admin.Contracts;

/// <summary>A session that somebody is logged in on.</summary>
/// <param name="Id">What to revoke it by.</param>
/// <param name="Client">What the client says of itself; empty where it says nothing.</param>
/// <param name="Seen">When its client was heard last.</param>
public sealed record SessionView(string Id, string Account, string Protocol, string Client, string Peer, DateTimeOffset Since, DateTimeOffset Seen);
