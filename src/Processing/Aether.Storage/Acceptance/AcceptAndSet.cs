using Aether.Storage.Accounts;
using Aether.Storage.Committing;

namespace Aether.Storage.Acceptance;

/// <summary>Queues a message of our own and sets what it tells of for its domain: never the one without the other. Where the domain is gone, it is only queued.</summary>
internal sealed record AcceptAndSet(AcceptMessage Accept, DomainSetting Setting) : Operation<AcceptResult>
{
    public override int Bytes => Accept.Bytes;

    public override IReadOnlyList<AccountId> Accounts => Accept.Accounts;
}
