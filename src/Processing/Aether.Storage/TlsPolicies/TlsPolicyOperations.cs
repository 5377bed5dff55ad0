using Aether.Storage.Committing;

namespace Aether.Storage.TlsPolicies;

/// <summary>Keeps a policy in place of the one that was there.</summary>
internal sealed record SetTlsPolicy(StoredPolicy Policy) : Operation<bool>;

/// <summary>Forgets policies whose time is over.</summary>
internal sealed record ForgetTlsPolicies(int Most, DateTimeOffset Now) : Operation<int>;
