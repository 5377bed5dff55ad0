using Aether.Storage.Accounts;
using Aether.Storage.Committing;

namespace Aether.Storage.Quotas;

/// <summary>Adds a tenant.</summary>
internal sealed record AddTenant(string Name, DateTimeOffset Now) : Operation<DirectoryResult>;

/// <summary>Removes a tenant that has no domains, and its quota.</summary>
internal sealed record RemoveTenant(string Name) : Operation<DirectoryResult>;

/// <summary>Gives a domain to a tenant, or with null to nobody.</summary>
internal sealed record SetDomainTenant(string Domain, string? Tenant) : Operation<DirectoryResult>;

/// <summary>Sets, changes or takes away a quota.</summary>
internal sealed record SetQuota(QuotaOwner Owner, string Name, QuotaLimit Limit) : Operation<DirectoryResult>;

/// <summary>Sets an account's counters right, unless it changed since they were counted.</summary>
internal sealed record RepairCounters(AccountCount Counted) : Operation<bool>;

/// <summary>Sums up what domains and tenants with a quota use; returns those that were wrong.</summary>
internal sealed record RepairShared : Operation<IReadOnlyList<CounterRepair>>;
