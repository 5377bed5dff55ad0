namespace Aether.Storage.Logins;

/// <summary>Logins of one kind on one day.</summary>
/// <param name="Peer">Where from; empty: from so many places that they are not told apart.</param>
/// <param name="App">The app password that was used; empty: the account's own password, or none.</param>
/// <param name="Succeeded">False: they were refused.</param>
public sealed record LoginCount(AccountId Account, string Protocol, string Peer, string App, bool Succeeded, DateTimeOffset First, DateTimeOffset Last, long Count);
