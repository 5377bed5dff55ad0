using Aether.Storage.Committing;

namespace Aether.Storage.Search;

/// <summary>The index has forgotten these emails: they need not be remembered as gone.</summary>
internal sealed record SettleGone(IReadOnlyList<EmailId> Emails) : Operation<int>;
