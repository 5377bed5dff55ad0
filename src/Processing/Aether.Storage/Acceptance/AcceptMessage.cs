using Aether.Storage.Bodies;
using Aether.Storage.Committing;

namespace Aether.Storage.Acceptance;

/// <summary>Delivers to local accounts and queues the rest: all or nothing, before 250. RFC 5321 §4.2.5.</summary>
internal sealed record AcceptMessage(StoredMessage Message, AcceptPlan Plan, DateTimeOffset Now) : Operation<AcceptResult>
{
    public override int Bytes => Message.Body.InlineBytes;

    public override IReadOnlyList<AccountId> Accounts => [.. Plan.Local.Select(delivery => delivery.Account)];

    public override bool AddsOnly => true;
}
