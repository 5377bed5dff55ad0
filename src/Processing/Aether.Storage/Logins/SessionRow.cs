namespace Aether.Storage.Logins;

/// <summary>A session that somebody has logged in on, as its node has told it.</summary>
/// <param name="Id">One of its kind in the cluster.</param>
/// <param name="Client">What the client says of itself; empty where it says nothing.</param>
/// <param name="Peer">Where it comes from.</param>
/// <param name="Seen">When its client was heard last, to the minute.</param>
public sealed record SessionRow(string Id, AccountId Account, string Address, string Protocol, string Client, string Peer, DateTimeOffset Since, DateTimeOffset Seen);
