using Aether.Storage.Committing;

namespace Aether.Storage.Accounts;

/// <summary>Sets something for a domain that is here.</summary>
internal sealed record SetDomainSetting(DomainSetting Setting) : Operation<DirectoryResult>;

/// <summary>Takes it back.</summary>
internal sealed record RemoveDomainSetting(string Domain, string Name) : Operation<DirectoryResult>;
