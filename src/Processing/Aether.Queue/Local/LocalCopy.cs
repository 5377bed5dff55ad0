using Aether.Queue.Outbound;
using Aether.Storage.Acceptance;

namespace Aether.Queue.Local;

/// <summary>What becomes of a recipient that is ours.</summary>
/// <param name="Plan">What is stored for it; null: nothing, it is refused.</param>
internal sealed record LocalCopy(RecipientResult Result, AcceptPlan? Plan);
