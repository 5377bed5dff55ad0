using Aether.Storage.Committing;

namespace Aether.Storage.Leases;

/// <summary>Takes a lease unless it is held, by a hold whose time is not over.</summary>
internal sealed record TakeLease(Lease Lease, DateTimeOffset Now, DateTimeOffset Until) : Operation<bool>;

/// <summary>Prolongs a hold; false when somebody else has it by now.</summary>
internal sealed record KeepLease(Lease Lease, DateTimeOffset Until) : Operation<bool>;

/// <summary>Ends a hold, unless somebody else has it by now.</summary>
internal sealed record DropLease(Lease Lease) : Operation<bool>;
